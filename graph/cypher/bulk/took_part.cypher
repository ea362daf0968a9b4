// New claims that are TOOK_PART, between experts and evidence that are there.
//
// Takes:    rows - expert_id, evidence_id, relation
// Returns:  -
UNWIND $rows AS row
MATCH (expert:Expert {id: row.expert_id})
MATCH (evidence:Programme {id: row.evidence_id})
CREATE (expert)-[claim:TOOK_PART]->(evidence)
SET claim = row.relation
