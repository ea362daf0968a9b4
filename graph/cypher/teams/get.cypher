// A team run with its people.
//
// Takes:    id
// Returns:  run, mission_id, institute_id, agency, province, places - expert_id, team, role_id
MATCH (run:TeamRun {id: $id})-[:FOR]->(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN properties(run) AS run, mission.id AS mission_id, institute.id AS institute_id,
       mission.agency AS agency, institute.province AS province,
       [(run)-[proposed:PROPOSED]->(expert:Expert)
        | {expert_id: expert.id, team: proposed.team, role_id: proposed.role_id}] AS places
