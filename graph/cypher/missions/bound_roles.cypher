// Those roles of a mission that somebody was suggested for, has a case for or fills: they are never deleted.
//
// Takes:    id
// Returns:  id - of the role
MATCH (mission:Mission {id: $id})-[:NEEDS]->(role:Role)
WHERE EXISTS { (:MatchRun)-[:FOR]->(role) } OR EXISTS { (:Case)-[:FOR]->(role) } OR EXISTS { (:Expert)-[:FILLS]->(role) }
RETURN role.id AS id
