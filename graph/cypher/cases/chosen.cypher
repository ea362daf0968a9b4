// The case of whoever was chosen for a role.
//
// Takes:    role_id, taken - stages of whoever was chosen
// Returns:  id
MATCH (:Role {id: $role_id})<-[:FOR]-(dossier:Case)
WHERE dossier.stage IN $taken
RETURN dossier.id AS id
