// Pass the suggestions of a record to the survivor, except by runs that suggest the survivor already.
//
// Takes:    giver, taker - ids
// Returns:  -
MATCH (giver:Expert {id: $giver})
MATCH (taker:Expert {id: $taker})
MATCH (run:MatchRun)-[old:SUGGESTED]->(giver)
WHERE NOT EXISTS { (run)-[:SUGGESTED]->(taker) }
CREATE (run)-[new:SUGGESTED]->(taker)
SET new = properties(old), new.moved_from = coalesce(old.moved_from, []) + giver.id
DELETE old
