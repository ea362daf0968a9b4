// A human check of a case's file, kept with the case.
//
// Takes:    id, entry - all its properties
// Returns:  -
MATCH (dossier:Case {id: $id})
CREATE (dossier)-[:KEEPS]->(entry:FileCheck)
SET entry = $entry
