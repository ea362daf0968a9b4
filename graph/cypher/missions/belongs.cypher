// Where a mission belongs, by which the scope of a committee's account reaches it or not.
//
// Takes:    id
// Returns:  institute_id, agency, province
MATCH (mission:Mission {id: $id})<-[:RUNS]-(institute:Institute)
RETURN institute.id AS institute_id, mission.agency AS agency, institute.province AS province
