// The newest match run of a role; an order by other weights that was saved is none.
//
// Takes:    role_id
// Returns:  id, institute_id, agency, province
MATCH (run:MatchRun)-[:FOR]->(role:Role {id: $role_id})<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
WHERE run.tried_of IS NULL
RETURN run.id AS id, institute.id AS institute_id, mission.agency AS agency, institute.province AS province
ORDER BY run.at DESC, run.id DESC
LIMIT 1
