// The head of the audit chain.
//
// Takes:    -
// Returns:  seq, hash
MATCH (head:AuditHead {name: 'audit'})
RETURN head.seq AS seq, head.hash AS hash
