// The learned rankers, the newest first, with the kind of role that each of them weighs now.
//
// Takes:    id - or null for all
// Returns:  card (JSON text), digest, in_use
MATCH (ranker:Ranker)
WHERE $id IS NULL OR ranker.id = $id
OPTIONAL MATCH (choice:RankerChoice {role_kind: ranker.role_kind})
RETURN ranker.card AS card, ranker.digest AS digest, coalesce(choice.ranker_id = ranker.id, false) AS in_use
ORDER BY ranker.at DESC, ranker.id DESC
