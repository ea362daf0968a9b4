// The mission that needs a role.
//
// Takes:    role_id
// Returns:  id
MATCH (mission:Mission)-[:NEEDS]->(role:Role {id: $role_id})
RETURN mission.id AS id
