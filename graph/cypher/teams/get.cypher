// A team run with its people.
//
// Takes:    id
// Returns:  run, mission_id, institute_id, places - expert_id, team, role_id
MATCH (run:TeamRun {id: $id})-[:FOR]->(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN properties(run) AS run, mission.id AS mission_id, institute.id AS institute_id,
       [(run)-[proposed:PROPOSED]->(expert:Expert)
        | {expert_id: expert.id, team: proposed.team, role_id: proposed.role_id}] AS places
