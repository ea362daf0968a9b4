// The role that a match run was asked for; an order by other weights that was saved is none.
//
// Takes:    run_id
// Returns:  role_id
MATCH (run:MatchRun {id: $run_id})-[:FOR]->(role:Role)
WHERE run.tried_of IS NULL
RETURN role.id AS role_id
