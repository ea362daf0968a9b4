// The newest team run of a mission.
//
// Takes:    mission_id
// Returns:  id, institute_id
MATCH (run:TeamRun)-[:FOR]->(mission:Mission {id: $mission_id})<-[:RUNS]-(institute:Institute)
RETURN run.id AS id, institute.id AS institute_id
ORDER BY run.at DESC, run.id DESC
LIMIT 1
