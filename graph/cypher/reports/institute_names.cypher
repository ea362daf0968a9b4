// The names of these institutes.
//
// Takes:    ids
// Returns:  id, name_vi, name_en, generated, mission_id - always null
UNWIND $ids AS id
MATCH (institute:Institute {id: id})
RETURN institute.id AS id, institute.name_vi AS name_vi, institute.name_en AS name_en,
       institute.generated AS generated, null AS mission_id
