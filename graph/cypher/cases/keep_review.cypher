// A request that a human look again, kept with the case.
//
// Takes:    id, entry - all its properties
// Returns:  -
MATCH (dossier:Case {id: $id})
CREATE (dossier)-[:KEEPS]->(entry:Review)
SET entry = $entry
