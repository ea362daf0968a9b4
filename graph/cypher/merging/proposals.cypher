// Pass the places of a record in teams and assignments to the survivor, except in teams that the survivor is in already.
//
// Takes:    giver, taker - ids
// Returns:  -
MATCH (giver:Expert {id: $giver})
MATCH (taker:Expert {id: $taker})
CALL (giver, taker) {
  MATCH (run:TeamRun)-[old:PROPOSED]->(giver)
  WHERE NOT EXISTS { MATCH (run)-[other:PROPOSED]->(taker) WHERE other.team = old.team }
  CREATE (run)-[new:PROPOSED]->(taker)
  SET new = properties(old), new.moved_from = coalesce(old.moved_from, []) + giver.id
  DELETE old
}
CALL (giver, taker) {
  MATCH (run:AssignmentRun)-[old:ASSIGNED]->(giver)
  CREATE (run)-[new:ASSIGNED]->(taker)
  SET new = properties(old), new.moved_from = coalesce(old.moved_from, []) + giver.id
  DELETE old
}
