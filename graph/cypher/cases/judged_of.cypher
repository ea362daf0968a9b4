// What humans judged of some people in their cases for a role.
//
// Takes:    role_id, expert_ids
// Returns:  expert_id, judgement - its properties
UNWIND $expert_ids AS expert_id
MATCH (expert:Expert {id: expert_id})<-[:OF]-(dossier:Case)-[:FOR]->(role:Role {id: $role_id})
MATCH (dossier)-[:KEEPS]->(judgement:Judgement)
RETURN expert_id, properties(judgement) AS judgement
