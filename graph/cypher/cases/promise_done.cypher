// Mark a promise as kept, or as still open.
//
// Takes:    id, promise_id, done_on, done_by
// Returns:  -
MATCH (dossier:Case {id: $id})-[:KEEPS]->(promise:Promise {id: $promise_id})
SET promise.done_on = $done_on, promise.done_by = $done_by
