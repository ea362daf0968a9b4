// The open case of a person who was identified for a role and not nominated yet.
//
// Takes:    role_id, expert_id
// Returns:  id
MATCH (:Role {id: $role_id})<-[:FOR]-(dossier:Case {stage: 'identified'})-[:OF]->(:Expert {id: $expert_id})
RETURN dossier.id AS id
