// The kind of a role and the institute that runs its mission.
//
// Takes:    role_id
// Returns:  kind, mission_id, institute_id
MATCH (role:Role {id: $role_id})<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN role.kind AS kind, mission.id AS mission_id, institute.id AS institute_id
