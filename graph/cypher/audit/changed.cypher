// Which subjects of a kind changed after a number of the chain.
//
// Takes:    after, subject_kind
// Returns:  id, seq - one row per event
MATCH (event:Event)
WHERE event.seq > $after AND event.subject_kind = $subject_kind
RETURN event.subject_id AS id, event.seq AS seq
