// The titles of these roles and the missions that need them.
//
// Takes:    ids
// Returns:  id, name_vi, name_en, generated, mission_id
UNWIND $ids AS id
MATCH (role:Role {id: id})<-[:NEEDS]-(mission:Mission)
RETURN role.id AS id, role.title_vi AS name_vi, role.title_en AS name_en, mission.generated AS generated,
       mission.id AS mission_id
