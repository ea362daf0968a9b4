// The newest team run of a mission.
//
// Takes:    mission_id
// Returns:  id, institute_id, agency, province
MATCH (run:TeamRun)-[:FOR]->(mission:Mission {id: $mission_id})<-[:RUNS]-(institute:Institute)
RETURN run.id AS id, institute.id AS institute_id, mission.agency AS agency, institute.province AS province
ORDER BY run.at DESC, run.id DESC
LIMIT 1
