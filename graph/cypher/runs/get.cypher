// A match run with its candidates.
//
// Takes:    id
// Returns:  run, role_id, mission_id, institute_id, agency, province, candidates
MATCH (run:MatchRun {id: $id})-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN properties(run) AS run, role.id AS role_id, mission.id AS mission_id, institute.id AS institute_id,
       mission.agency AS agency, institute.province AS province,
       [(run)-[suggested:SUGGESTED]->(expert:Expert) | {expert_id: expert.id, suggested: properties(suggested)}]
         AS candidates
