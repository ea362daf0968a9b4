// Who has a part in a mission: the institute that runs it and the people who fill its roles.
//
// Takes:    id
// Returns:  institute_id, holders - ids
MATCH (institute:Institute)-[:RUNS]->(mission:Mission {id: $id})
RETURN coalesce(institute.merged_into, institute.id) AS institute_id,
       [(mission)-[:NEEDS]->(:Role)<-[:FILLS]-(holder:Expert) | holder.id] AS holders
