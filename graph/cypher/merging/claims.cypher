// Move claims from one expert's record to another; each remembers whose it is and who might read it.
//
// Takes:    held, earned, authored, led, took_part, invented, made, won - rows with id, giver,
//           taker, moved_from, audience, moved_audience
// Returns:  -
CALL {
  UNWIND $held AS move
  MATCH (:Expert {id: move.giver})-[old:HELD {id: move.id}]->(evidence)
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:HELD]->(evidence)
  SET new = properties(old), new.moved_from = move.moved_from,
      new.audience = move.audience, new.moved_audience = move.moved_audience
  DELETE old
}
CALL {
  UNWIND $earned AS move
  MATCH (:Expert {id: move.giver})-[old:EARNED {id: move.id}]->(evidence)
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:EARNED]->(evidence)
  SET new = properties(old), new.moved_from = move.moved_from,
      new.audience = move.audience, new.moved_audience = move.moved_audience
  DELETE old
}
CALL {
  UNWIND $authored AS move
  MATCH (:Expert {id: move.giver})-[old:AUTHORED {id: move.id}]->(evidence)
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:AUTHORED]->(evidence)
  SET new = properties(old), new.moved_from = move.moved_from,
      new.audience = move.audience, new.moved_audience = move.moved_audience
  DELETE old
}
CALL {
  UNWIND $led AS move
  MATCH (:Expert {id: move.giver})-[old:LED {id: move.id}]->(evidence)
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:LED]->(evidence)
  SET new = properties(old), new.moved_from = move.moved_from,
      new.audience = move.audience, new.moved_audience = move.moved_audience
  DELETE old
}
CALL {
  UNWIND $took_part AS move
  MATCH (:Expert {id: move.giver})-[old:TOOK_PART {id: move.id}]->(evidence)
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:TOOK_PART]->(evidence)
  SET new = properties(old), new.moved_from = move.moved_from,
      new.audience = move.audience, new.moved_audience = move.moved_audience
  DELETE old
}
CALL {
  UNWIND $invented AS move
  MATCH (:Expert {id: move.giver})-[old:INVENTED {id: move.id}]->(evidence)
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:INVENTED]->(evidence)
  SET new = properties(old), new.moved_from = move.moved_from,
      new.audience = move.audience, new.moved_audience = move.moved_audience
  DELETE old
}
CALL {
  UNWIND $made AS move
  MATCH (:Expert {id: move.giver})-[old:MADE {id: move.id}]->(evidence)
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:MADE]->(evidence)
  SET new = properties(old), new.moved_from = move.moved_from,
      new.audience = move.audience, new.moved_audience = move.moved_audience
  DELETE old
}
CALL {
  UNWIND $won AS move
  MATCH (:Expert {id: move.giver})-[old:WON {id: move.id}]->(evidence)
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:WON]->(evidence)
  SET new = properties(old), new.moved_from = move.moved_from,
      new.audience = move.audience, new.moved_audience = move.moved_audience
  DELETE old
}
