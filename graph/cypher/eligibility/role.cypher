// The kind of a role and where its mission belongs.
//
// Takes:    role_id
// Returns:  kind, mission_id, institute_id, agency, province
MATCH (role:Role {id: $role_id})<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN role.kind AS kind, mission.id AS mission_id, institute.id AS institute_id,
       mission.agency AS agency, institute.province AS province
