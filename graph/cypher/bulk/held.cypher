// New claims that are HELD, between experts and evidence that are there.
//
// Takes:    rows - expert_id, evidence_id, relation
// Returns:  -
UNWIND $rows AS row
MATCH (expert:Expert {id: row.expert_id})
MATCH (evidence:Position {id: row.evidence_id})
CREATE (expert)-[claim:HELD]->(evidence)
SET claim = row.relation
