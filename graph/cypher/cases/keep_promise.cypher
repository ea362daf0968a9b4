// Something promised to the person, kept with the case.
//
// Takes:    id, entry - all its properties
// Returns:  -
MATCH (dossier:Case {id: $id})
CREATE (dossier)-[:KEEPS]->(entry:Promise)
SET entry = $entry
