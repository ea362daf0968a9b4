// Which learned rankers weigh which kinds of roles now.
//
// Takes:    role_kind - or null for all
// Returns:  role_kind, ranker_id, uses - id, at, by, ranker_id, reason of each choice so far
MATCH (choice:RankerChoice)
WHERE $role_kind IS NULL OR choice.role_kind = $role_kind
RETURN choice.role_kind AS role_kind, choice.ranker_id AS ranker_id,
       [(choice)-[:KEEPS]->(entry:RankerUse) | properties(entry)] AS uses
ORDER BY role_kind
