// Give a record back what was passed to the survivor: receipts, accounts, roles, suggestions, places in teams and
// assignments, cases, merged records.
//
// Takes:    giver, taker - ids of the survivor and of the record that comes out again
// Returns:  -
MATCH (giver:Expert {id: $giver})
MATCH (taker:Expert {id: $taker})
CALL (giver, taker) {
  MATCH (giver)-[old:GAVE]->(consent:Consent)
  WHERE old.moved_from[-1] = taker.id
  CREATE (taker)-[new:GAVE]->(consent)
  SET new.moved_from = CASE WHEN size(old.moved_from) > 1 THEN old.moved_from[0..-1] ELSE null END
  DELETE old
}
CALL (giver, taker) {
  MATCH (account:Account)-[old:SPEAKS_FOR]->(giver)
  WHERE old.moved_from[-1] = taker.id
  CREATE (account)-[new:SPEAKS_FOR]->(taker)
  SET new.moved_from = CASE WHEN size(old.moved_from) > 1 THEN old.moved_from[0..-1] ELSE null END
  DELETE old
}
CALL (giver, taker) {
  MATCH (giver)-[old:FILLS]->(role:Role)
  WHERE old.moved_from[-1] = taker.id
  CREATE (taker)-[new:FILLS]->(role)
  SET new = properties(old),
      new.moved_from = CASE WHEN size(old.moved_from) > 1 THEN old.moved_from[0..-1] ELSE null END
  DELETE old
}
CALL (giver, taker) {
  MATCH (run:MatchRun)-[old:SUGGESTED]->(giver)
  WHERE old.moved_from[-1] = taker.id
  CREATE (run)-[new:SUGGESTED]->(taker)
  SET new = properties(old),
      new.moved_from = CASE WHEN size(old.moved_from) > 1 THEN old.moved_from[0..-1] ELSE null END
  DELETE old
}
CALL (giver, taker) {
  MATCH (run:TeamRun)-[old:PROPOSED]->(giver)
  WHERE old.moved_from[-1] = taker.id
  CREATE (run)-[new:PROPOSED]->(taker)
  SET new = properties(old),
      new.moved_from = CASE WHEN size(old.moved_from) > 1 THEN old.moved_from[0..-1] ELSE null END
  DELETE old
}
CALL (giver, taker) {
  MATCH (run:AssignmentRun)-[old:ASSIGNED]->(giver)
  WHERE old.moved_from[-1] = taker.id
  CREATE (run)-[new:ASSIGNED]->(taker)
  SET new = properties(old),
      new.moved_from = CASE WHEN size(old.moved_from) > 1 THEN old.moved_from[0..-1] ELSE null END
  DELETE old
}
CALL (giver, taker) {
  MATCH (dossier:Case)-[old:OF]->(giver)
  WHERE old.moved_from[-1] = taker.id
  CREATE (dossier)-[new:OF]->(taker)
  SET new.moved_from = CASE WHEN size(old.moved_from) > 1 THEN old.moved_from[0..-1] ELSE null END
  DELETE old
}
CALL (taker) {
  MATCH (below:Expert)-[:MERGED_INTO*1..50]->(taker)
  SET below.merged_into = taker.id
}
