// What the report counts of every mission and of the roles that it needs.
//
// Takes:    -
// Returns:  id, title, generated, system, phase, agency, status, technologies - codes, roles - {id, title, kind, status};
//           one row per mission
MATCH (mission:Mission)
RETURN mission.id AS id, coalesce(mission.title_vi, mission.title_en, '') AS title, mission.generated AS generated,
       mission.system AS system, mission.phase AS phase, mission.agency AS agency, mission.status AS status,
       [(mission)-[:SERVES]->(technology:Technology) | technology.code] AS technologies,
       [(mission)-[:NEEDS]->(role:Role)
         | {id: role.id, title: coalesce(role.title_vi, role.title_en, ''), kind: role.kind, status: role.status}] AS roles
