// Set whether an active expert agrees to be matched.
//
// Takes:    id, agreed, at
// Returns:  id
MATCH (expert:Expert {id: $id})
SET expert.locks = coalesce(expert.locks, 0) + 1
WITH expert
WHERE expert.status = 'active'
SET expert.agreed_to_matching = $agreed, expert.updated_at = $at
RETURN expert.id AS id
