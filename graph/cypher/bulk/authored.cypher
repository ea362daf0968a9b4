// New claims that are AUTHORED, between experts and evidence that are there.
//
// Takes:    rows - expert_id, evidence_id, relation
// Returns:  -
UNWIND $rows AS row
MATCH (expert:Expert {id: row.expert_id})
MATCH (evidence:Work {id: row.evidence_id})
CREATE (expert)-[claim:AUTHORED]->(evidence)
SET claim = row.relation
