// A new expert; the constraints refuse a second one with the same id, ORCID or source key.
//
// Takes:    id, properties
// Returns:  id
CREATE (expert:Expert {id: $id})
SET expert += $properties
RETURN expert.id AS id
