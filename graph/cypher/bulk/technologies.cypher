// The technologies of new experts.
//
// Takes:    rows - expert_id, code
// Returns:  -
UNWIND $rows AS row
MATCH (expert:Expert {id: row.expert_id})
MATCH (place:Technology {code: row.code})
CREATE (expert)-[:EXPERT_IN]->(place)
