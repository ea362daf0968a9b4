// A match run for a role that is open, with its mission locked so that it still is when the run is kept.
//
// Takes:    role_id, properties
// Returns:  id - no row where the role is not there or no longer open
MATCH (role:Role {id: $role_id})<-[:NEEDS]-(mission:Mission)
SET mission.locks = coalesce(mission.locks, 0) + 1
WITH role
WHERE role.status = 'open'
CREATE (run:MatchRun)-[:FOR]->(role)
SET run += $properties
RETURN run.id AS id
