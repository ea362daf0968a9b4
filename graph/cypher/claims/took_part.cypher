// Write claims that are TOOK_PART, with their evidence and the institute where it was.
//
// Takes:    rows - expert_id, id, evidence_id, institute_id, content, relation
// Returns:  -
UNWIND $rows AS row
MATCH (expert:Expert {id: row.expert_id})
MERGE (evidence:Programme {id: row.evidence_id})
SET evidence += row.content
MERGE (expert)-[claim:TOOK_PART {id: row.id}]->(evidence)
SET claim += row.relation
WITH row, evidence
OPTIONAL MATCH (evidence)-[old:AT]->(before:Institute)
WHERE row.institute_id IS NULL OR before.id <> row.institute_id
DELETE old
WITH row, evidence
MATCH (institute:Institute {id: row.institute_id})
MERGE (evidence)-[:AT]->(institute)
