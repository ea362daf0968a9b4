// The people whom a weighing found to be affected.
//
// Takes:    id, people - expert_id, position, role_kind, before, after, criteria of each
// Returns:  -
MATCH (weighing:Weighing {id: $id})
UNWIND $people AS row
MATCH (expert:Expert {id: row.expert_id})
CREATE (weighing)-[:AFFECTS {position: row.position, role_kind: row.role_kind, before: row.before, after: row.after,
                             criteria: row.criteria}]->(expert)
