// Change an expert if it still is the version that was read: lock first, then compare.
//
// Takes:    id, before - digest of the version that was read, properties
// Returns:  id - no row where the version is another one or the expert is not active
MATCH (expert:Expert {id: $id})
SET expert.locks = coalesce(expert.locks, 0) + 1
WITH expert
WHERE expert.digest = $before AND expert.status = 'active'
SET expert += $properties
RETURN expert.id AS id
