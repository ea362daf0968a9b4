// A match run with its candidates.
//
// Takes:    id
// Returns:  run, role_id, mission_id, institute_id, candidates
MATCH (run:MatchRun {id: $id})-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN properties(run) AS run, role.id AS role_id, mission.id AS mission_id, institute.id AS institute_id,
       [(run)-[suggested:SUGGESTED]->(expert:Expert) | {expert_id: expert.id, suggested: properties(suggested)}]
         AS candidates
