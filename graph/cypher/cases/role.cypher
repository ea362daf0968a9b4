// A role with the place that decides who has a part in its cases.
//
// Takes:    role_id
// Returns:  role_id, kind, status, agency, institute_id, province
MATCH (role:Role {id: $role_id})<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN role.id AS role_id, role.kind AS kind, role.status AS status, mission.agency AS agency,
       institute.id AS institute_id, institute.province AS province
