// Every decision within a scope that chose somebody, with what it says of the machine's order.
//
// Takes:    institute - id or null; agency, province - codes or null
// Returns:  case_id, expert_id - null once erased, regime, role_kind, generated, decision - its properties
MATCH (dossier:Case)-[:FOR]->(:Role)<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
WHERE ($institute IS NULL OR institute.id = $institute)
  AND ($agency IS NULL OR mission.agency = $agency)
  AND ($province IS NULL OR institute.province = $province)
MATCH (dossier)-[:KEEPS]->(decision:Decision)
WHERE decision.chosen = true
RETURN dossier.id AS case_id, head([(dossier)-[:OF]->(expert:Expert) | expert.id]) AS expert_id,
       dossier.regime AS regime, dossier.role_kind AS role_kind, coalesce(mission.generated, false) AS generated,
       properties(decision) AS decision
