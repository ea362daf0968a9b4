// A team run for a mission that is open and still the version that was read, locked so that it is when the run is kept.
//
// Takes:    mission_id, before - the digest, properties
// Returns:  id - no row where the mission is not there, closed or changed
MATCH (mission:Mission {id: $mission_id})
SET mission.locks = coalesce(mission.locks, 0) + 1
WITH mission
WHERE mission.status = 'open' AND mission.digest = $before
CREATE (run:TeamRun)-[:FOR]->(mission)
SET run += $properties
RETURN run.id AS id
