// Move ties to fields and technologies from one expert's record to another; each remembers whose it is.
//
// Takes:    field, technology - rows with id (the code), giver, taker, moved_from
// Returns:  -
CALL {
  UNWIND $field AS move
  MATCH (:Expert {id: move.giver})-[old:EXPERT_IN]->(field:Field {code: move.id})
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:EXPERT_IN]->(field)
  SET new.moved_from = move.moved_from
  DELETE old
}
CALL {
  UNWIND $technology AS move
  MATCH (:Expert {id: move.giver})-[old:EXPERT_IN]->(technology:Technology {code: move.id})
  MATCH (taker:Expert {id: move.taker})
  CREATE (taker)-[new:EXPERT_IN]->(technology)
  SET new.moved_from = move.moved_from
  DELETE old
}
