// The weighing of a version of a draft for a day, with the people it affects who are still active.
//
// Takes:    id, version - of the draft; on
// Returns:  weighing, people - expert_id, name, position, role_kind, before, after, criteria
MATCH (weighing:Weighing)-[:FOR]->(draft:RuleDraft {id: $id})
WHERE weighing.version = $version AND weighing.on = $on
RETURN properties(weighing) AS weighing,
       [(weighing)-[affects:AFFECTS]->(expert:Expert) WHERE expert.status = 'active'
        | {expert_id: expert.id, name: expert.name, position: affects.position, role_kind: affects.role_kind,
           before: affects.before, after: affects.after, criteria: affects.criteria}] AS people
ORDER BY weighing.at DESC
LIMIT 1
