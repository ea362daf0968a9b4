// Have a learned ranker, or none, weigh the roles of a kind; the choice is kept with its reason.
//
// Takes:    role_kind, ranker_id - or null, entry - all its properties
// Returns:  role_kind
MERGE (choice:RankerChoice {role_kind: $role_kind})
SET choice.ranker_id = $ranker_id
CREATE (choice)-[:KEEPS]->(entry:RankerUse)
SET entry = $entry
RETURN choice.role_kind AS role_kind
