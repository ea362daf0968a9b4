// The people of the teams of a run.
//
// Takes:    run_id, places - expert_id, team, role_id
// Returns:  -
MATCH (run:TeamRun {id: $run_id})
UNWIND $places AS row
MATCH (expert:Expert {id: row.expert_id})
CREATE (run)-[:PROPOSED {team: row.team, role_id: row.role_id}]->(expert)
