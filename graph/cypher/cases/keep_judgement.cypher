// A human's verdict on a criterion, kept with the case.
//
// Takes:    id, entry - all its properties
// Returns:  -
MATCH (dossier:Case {id: $id})
CREATE (dossier)-[:KEEPS]->(entry:Judgement)
SET entry = $entry
