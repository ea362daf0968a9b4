// A learned ranker.
//
// Takes:    properties
// Returns:  id
CREATE (ranker:Ranker)
SET ranker += $properties
RETURN ranker.id AS id
