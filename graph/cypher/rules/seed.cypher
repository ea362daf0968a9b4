// The first edition of the rules, where there is none yet.
//
// Takes:    id, properties
// Returns:  id
MERGE (edition:RuleEdition {id: $id})
ON CREATE SET edition += $properties
RETURN edition.id AS id
