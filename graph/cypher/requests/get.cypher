// What an earlier request with this key created.
//
// Takes:    key
// Returns:  digest, subject_id
MATCH (request:Request {key: $key})
RETURN request.digest AS digest, request.subject_id AS subject_id
