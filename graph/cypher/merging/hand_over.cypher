// Pass everything else that is an expert's to the survivor: receipts, accounts, roles, cases, suggestions, merged records.
//
// Takes:    giver, taker - ids
// Returns:  -
MATCH (giver:Expert {id: $giver})
MATCH (taker:Expert {id: $taker})
CALL (giver, taker) {
  MATCH (giver)-[old:GAVE]->(consent:Consent)
  CREATE (taker)-[new:GAVE]->(consent)
  SET new.moved_from = coalesce(old.moved_from, []) + giver.id
  DELETE old
}
CALL (giver, taker) {
  MATCH (account:Account)-[old:SPEAKS_FOR]->(giver)
  CREATE (account)-[new:SPEAKS_FOR]->(taker)
  SET new.moved_from = coalesce(old.moved_from, []) + giver.id
  DELETE old
}
CALL (giver, taker) {
  MATCH (giver)-[old:FILLS]->(role:Role)
  CREATE (taker)-[new:FILLS]->(role)
  SET new = properties(old), new.moved_from = coalesce(old.moved_from, []) + giver.id
  DELETE old
}
CALL (giver, taker) {
  MATCH (dossier:Case)-[old:OF]->(giver)
  CREATE (dossier)-[new:OF]->(taker)
  SET new.moved_from = coalesce(old.moved_from, []) + giver.id
  DELETE old
}
CALL (giver, taker) {
  MATCH (below:Expert)-[:MERGED_INTO*1..50]->(giver)
  SET below.merged_into = taker.id
}
