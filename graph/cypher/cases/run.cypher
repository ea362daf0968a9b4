// The role that a match run was asked for.
//
// Takes:    run_id
// Returns:  role_id
MATCH (run:MatchRun {id: $run_id})-[:FOR]->(role:Role)
RETURN role.id AS role_id
