// Who fills roles that were just written.
//
// Takes:    rows - role_id, expert_id, at
// Returns:  -
UNWIND $rows AS row
MATCH (role:Role {id: row.role_id})
MATCH (expert:Expert {id: row.expert_id})
CREATE (expert)-[:FILLS {at: row.at}]->(role)
