// A new mission of an active institute, which is locked so that it cannot be closed meanwhile.
//
// Takes:    institute_id, id, properties
// Returns:  id - no row where the institute is not there or not active
MATCH (institute:Institute {id: $institute_id})
SET institute.locks = coalesce(institute.locks, 0) + 1
WITH institute
WHERE institute.status = 'active'
CREATE (institute)-[:RUNS]->(mission:Mission {id: $id})
SET mission += $properties
RETURN mission.id AS id
