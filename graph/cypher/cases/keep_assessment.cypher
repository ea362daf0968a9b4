// The assessment of a year, kept with the case.
//
// Takes:    id, entry - all its properties
// Returns:  -
MATCH (dossier:Case {id: $id})
CREATE (dossier)-[:KEEPS]->(entry:Assessment)
SET entry = $entry
