// Lock an active expert, for a receipt that changes nothing else of them.
//
// Takes:    id
// Returns:  id - no row where the expert is not active
MATCH (expert:Expert {id: $id})
SET expert.locks = coalesce(expert.locks, 0) + 1
WITH expert
WHERE expert.status = 'active'
RETURN expert.id AS id
