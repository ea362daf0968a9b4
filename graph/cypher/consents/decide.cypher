// Set whether an active expert agrees to be matched.
//
// Takes:    id, agreed, at
// Returns:  id - no row where the expert is not active, or agrees while institutes may not see the name
MATCH (expert:Expert {id: $id})
SET expert.locks = coalesce(expert.locks, 0) + 1
WITH expert
WHERE expert.status = 'active'
  AND (NOT $agreed OR ANY(part IN expert.audiences WHERE part IN ['name=institutes', 'name=public']))
SET expert.agreed_to_matching = $agreed, expert.updated_at = $at
RETURN expert.id AS id
