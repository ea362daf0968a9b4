// A new institute; the constraints refuse a second one with the same id, ROR or source key.
//
// Takes:    id, properties
// Returns:  id
CREATE (institute:Institute {id: $id})
SET institute += $properties
RETURN institute.id AS id
