// Every open role of an open mission with the words of its mission.
//
// Takes:    today
// Returns:  as runs/role, one row per role
MATCH (role:Role {status: 'open'})<-[:NEEDS]-(mission:Mission {status: 'open'})<-[:RUNS]-(institute:Institute)
WHERE mission.deadline >= $today
RETURN role.id AS role_id, role.kind AS kind, role.title_vi AS title_vi, role.title_en AS title_en,
       role.text_vi AS text_vi, role.text_en AS text_en, role.status AS status,
       mission.id AS mission_id, mission.title_vi AS mission_title_vi, mission.title_en AS mission_title_en,
       mission.summary_vi AS summary_vi, mission.summary_en AS summary_en, mission.deadline AS deadline,
       institute.id AS institute_id, institute.name_vi AS institute_vi, institute.name_en AS institute_en,
       [(mission)-[:SERVES]->(technology:Technology) | technology.name_vi + '. ' + technology.name_en] AS technologies
