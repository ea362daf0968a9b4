// The people of an assignment.
//
// Takes:    run_id, places - expert_id, role_id
// Returns:  -
MATCH (run:AssignmentRun {id: $run_id})
UNWIND $places AS row
MATCH (expert:Expert {id: row.expert_id})
CREATE (run)-[:ASSIGNED {role_id: row.role_id}]->(expert)
