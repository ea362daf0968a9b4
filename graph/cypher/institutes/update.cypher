// Change an institute if it still is the version that was read: lock first, then compare.
//
// Takes:    id, before - digest of the version that was read, properties
// Returns:  id - no row where the version is another one or the institute is not active
MATCH (institute:Institute {id: $id})
SET institute.locks = coalesce(institute.locks, 0) + 1
WITH institute
WHERE institute.digest = $before AND institute.status = 'active'
SET institute += $properties
RETURN institute.id AS id
