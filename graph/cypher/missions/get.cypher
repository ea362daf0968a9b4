// Missions with everything that is kept of them.
//
// Takes:    ids
// Returns:  mission, institute, technologies, fields, roles - as registry.mission_records.mission_from takes it
UNWIND $ids AS id
MATCH (institute:Institute)-[:RUNS]->(mission:Mission {id: id})
RETURN properties(mission) AS mission,
       {id: institute.id, name_vi: institute.name_vi, name_en: institute.name_en} AS institute,
       [(mission)-[:SERVES]->(technology:Technology) | technology.code] AS technologies,
       [(mission)-[:CONCERNS]->(field:Field) | field.code] AS fields,
       COLLECT {
         MATCH (mission)-[:NEEDS]->(role:Role)
         OPTIONAL MATCH (expert:Expert)-[fills:FILLS]->(role)
         RETURN {role: properties(role), filled_by: coalesce(fills.moved_from[0], expert.id)}
       } AS roles
