// Events after a number, in order, with the hash that each follows.
//
// Takes:    after, limit
// Returns:  event - all its fields
MATCH (event:Event)
WHERE event.seq > $after
RETURN properties(event) AS event
ORDER BY event.seq
LIMIT $limit
