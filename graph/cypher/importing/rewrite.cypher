// Programmes of which their source now says something else, and the institutes where they now are.
//
// Takes:    rows - evidence_id, institute_id (or null), content
// Returns:  -
UNWIND $rows AS row
MATCH (programme:Programme {id: row.evidence_id})
SET programme += row.content
WITH programme, row
CALL (programme, row) {
  OPTIONAL MATCH (programme)-[old:AT]->(before:Institute)
  WHERE row.institute_id IS NULL OR before.id <> row.institute_id
  DELETE old
}
CALL (programme, row) {
  MATCH (institute:Institute {id: row.institute_id})
  MERGE (programme)-[:AT]->(institute)
}
