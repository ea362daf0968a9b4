// The file of a learned ranker.
//
// Takes:    id
// Returns:  file (base64), digest
MATCH (ranker:Ranker {id: $id})
RETURN ranker.file AS file, ranker.digest AS digest
