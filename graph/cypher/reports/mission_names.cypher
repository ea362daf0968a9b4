// The titles of these missions.
//
// Takes:    ids
// Returns:  id, name_vi, name_en, generated, mission_id
UNWIND $ids AS id
MATCH (mission:Mission {id: id})
RETURN mission.id AS id, mission.title_vi AS name_vi, mission.title_en AS name_en, mission.generated AS generated,
       mission.id AS mission_id
