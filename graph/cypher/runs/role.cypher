// A role with the words of its mission.
//
// Takes:    role_id
// Returns:  the kind of role, the texts of role and mission, status, mission_id, its budget, institute_id and name,
//           technologies
MATCH (role:Role {id: $role_id})<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN role.id AS role_id, role.kind AS kind, role.title_vi AS title_vi, role.title_en AS title_en,
       role.text_vi AS text_vi, role.text_en AS text_en, role.status AS status,
       mission.id AS mission_id, mission.title_vi AS mission_title_vi, mission.title_en AS mission_title_en,
       mission.summary_vi AS summary_vi, mission.summary_en AS summary_en, mission.deadline AS deadline,
       mission.budget_amount AS budget_amount, mission.budget_currency AS budget_currency,
       institute.id AS institute_id, institute.name_vi AS institute_vi, institute.name_en AS institute_en,
       [(mission)-[:SERVES]->(technology:Technology) | technology.name_vi + '. ' + technology.name_en] AS technologies
