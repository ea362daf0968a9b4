// Every verdict that a human recorded in a case within a scope.
//
// Takes:    institute - id or null; agency, province - codes or null
// Returns:  case_id, generated, judgement - its properties
MATCH (dossier:Case)-[:FOR]->(:Role)<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
WHERE ($institute IS NULL OR institute.id = $institute)
  AND ($agency IS NULL OR mission.agency = $agency)
  AND ($province IS NULL OR institute.province = $province)
MATCH (dossier)-[:KEEPS]->(judgement:Judgement)
RETURN dossier.id AS case_id, coalesce(mission.generated, false) AS generated, properties(judgement) AS judgement
