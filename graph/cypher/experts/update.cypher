// Change an expert if it still is the version that was read: lock first, then compare.
//
// Takes:    id, before - digest of the version that was read, properties, named - whether institutes may see the name
// Returns:  id - no row where the version is another one, the expert is not active, or agreed to be matched unnamed
MATCH (expert:Expert {id: $id})
SET expert.locks = coalesce(expert.locks, 0) + 1
WITH expert
WHERE expert.digest = $before AND expert.status = 'active' AND ($named OR NOT expert.agreed_to_matching)
SET expert += $properties
RETURN expert.id AS id
