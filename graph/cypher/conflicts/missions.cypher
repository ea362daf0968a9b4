// Who has a part in some missions: the institute that runs each and the people who fill its roles.
//
// Takes:    ids
// Returns:  id, institute_id, holders - ids
UNWIND $ids AS id
MATCH (mission:Mission {id: id})<-[:RUNS]-(institute:Institute)
RETURN id, coalesce(institute.merged_into, institute.id) AS institute_id,
       [(mission)-[:NEEDS]->(:Role)<-[:FILLS]-(holder:Expert) | holder.id] AS holders
