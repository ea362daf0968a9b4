// An assignment with its people.
//
// Takes:    id
// Returns:  run, places - expert_id, role_id
MATCH (run:AssignmentRun {id: $id})
RETURN properties(run) AS run,
       [(run)-[assigned:ASSIGNED]->(expert:Expert) | {expert_id: expert.id, role_id: assigned.role_id}] AS places
