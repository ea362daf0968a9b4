// Awards that claims point to, written once however many people share them, and the institutes where they were.
//
// Takes:    rows - evidence_id, institute_id (or null), content
// Returns:  -
UNWIND $rows AS row
MERGE (evidence:Award {id: row.evidence_id})
ON CREATE SET evidence += row.content
WITH evidence, row
MATCH (institute:Institute {id: row.institute_id})
MERGE (evidence)-[:AT]->(institute)
