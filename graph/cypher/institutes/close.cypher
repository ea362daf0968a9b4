// Close an institute if it still is the version that was read and runs no open mission.
//
// Takes:    id, before, after, at
// Returns:  id
MATCH (institute:Institute {id: $id})
SET institute.locks = coalesce(institute.locks, 0) + 1
WITH institute
WHERE institute.digest = $before AND institute.status = 'active'
  AND NOT EXISTS { (institute)-[:RUNS]->(:Mission {status: 'open'}) }
SET institute.status = 'closed', institute.updated_at = $at, institute.digest = $after
RETURN institute.id AS id
