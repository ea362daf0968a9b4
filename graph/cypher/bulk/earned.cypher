// New claims that are EARNED, between experts and evidence that are there.
//
// Takes:    rows - expert_id, evidence_id, relation
// Returns:  -
UNWIND $rows AS row
MATCH (expert:Expert {id: row.expert_id})
MATCH (evidence:Degree {id: row.evidence_id})
CREATE (expert)-[claim:EARNED]->(evidence)
SET claim = row.relation
