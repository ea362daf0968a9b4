// Close an expert if it still is the version that was read and agrees to be matched or not as was read.
//
// Takes:    id, before, after, salt, at, agreed
// Returns:  id
MATCH (expert:Expert {id: $id})
SET expert.locks = coalesce(expert.locks, 0) + 1
WITH expert
WHERE expert.digest = $before AND expert.status = 'active'
  AND coalesce(expert.agreed_to_matching, false) = $agreed
SET expert.status = 'closed', expert.agreed_to_matching = false, expert.updated_at = $at,
    expert.digest = $after, expert.salt = $salt
RETURN expert.id AS id
