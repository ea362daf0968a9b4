// Remember a request by its key; the constraint refuses a second one.
//
// Takes:    key, digest, subject_id, at
// Returns:  -
CREATE (request:Request {key: $key, digest: $digest, subject_id: $subject_id, at: $at})
