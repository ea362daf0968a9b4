// Let go of everything about people that a case keeps; its stages and their days stay.
//
// Takes:    id
// Returns:  -
MATCH (dossier:Case {id: $id})
CALL (dossier) {
  MATCH (dossier)-[of:OF]->(:Expert)
  DELETE of
}
CALL (dossier) {
  MATCH (dossier)-[asks:ASKS]->(:Account)
  DELETE asks
}
CALL (dossier) {
  MATCH (dossier)-[:KEEPS]->(step:CaseStep)
  SET step.by = null, step.reason = null
}
CALL (dossier) {
  MATCH (dossier)-[:KEEPS]->(decision:Decision)
  SET decision.by = null, decision.reason = null, decision.number = null, decision.run_id = null,
      decision.rank = null, decision.departure_text = null, decision.law = null
}
CALL (dossier) {
  MATCH (dossier)-[:KEEPS]->(entry)
  WHERE entry:FileCheck OR entry:Judgement OR entry:Scorecard OR entry:Promise OR entry:Assessment OR entry:Review
  DETACH DELETE entry
}
