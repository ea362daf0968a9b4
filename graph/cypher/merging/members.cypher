// How often records were locked, and which ones were merged into them: to be read before everything else.
//
// Takes:    ids
// Returns:  id, locks, members - ids
UNWIND $ids AS id
MATCH (expert:Expert {id: id})
RETURN expert.id AS id, coalesce(expert.locks, 0) AS locks,
       [(member:Expert)-[:MERGED_INTO]->(expert) | member.id] AS members
