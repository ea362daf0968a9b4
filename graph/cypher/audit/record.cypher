// Append an event to the chain whose head the same transaction has locked.
//
// Takes:    fields, previous, hash
// Returns:  -
MATCH (head:AuditHead {name: 'audit'})
CREATE (event:Event)
SET event = $fields, event.previous = $previous, event.hash = $hash
SET head.seq = $fields.seq, head.hash = $hash
