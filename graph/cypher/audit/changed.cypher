// Which experts changed after a number of the chain, and which batches were written.
//
// Takes:    after
// Returns:  id, kind, detail - one row per event
MATCH (event:Event)
WHERE event.seq > $after AND event.subject_kind IN ['expert', 'batch']
RETURN event.subject_id AS id, event.subject_kind AS kind, event.detail AS detail
