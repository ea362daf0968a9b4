// Close a mission and its open roles if it still is the version that was read.
//
// Takes:    id, before, after, at
// Returns:  id
MATCH (mission:Mission {id: $id})
SET mission.locks = coalesce(mission.locks, 0) + 1
WITH mission
WHERE mission.digest = $before AND mission.status = 'open'
SET mission.status = 'closed', mission.updated_at = $at, mission.digest = $after
WITH mission
OPTIONAL MATCH (mission)-[:NEEDS]->(role:Role {status: 'open'})
SET role.status = 'closed'
RETURN DISTINCT mission.id AS id
