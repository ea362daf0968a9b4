// Lock the head of the audit chain, then read it: in this order, or updates are lost.
//
// Takes:    -
// Returns:  seq, hash - the number and the hash of the last event
MATCH (head:AuditHead {name: 'audit'})
SET head.locks = head.locks + 1
RETURN head.seq AS seq, head.hash AS hash
