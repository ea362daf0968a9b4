// The history of every case within a scope, without anything personal.
//
// Takes:    institute - id or null; agency, province - codes or null
// Returns:  id, regime, role_kind, stage, since, opened_at, closed_on, generated,
//           steps - id, move, from_stage, to_stage, on, held_by of each
MATCH (dossier:Case)-[:FOR]->(:Role)<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
WHERE ($institute IS NULL OR institute.id = $institute)
  AND ($agency IS NULL OR mission.agency = $agency)
  AND ($province IS NULL OR institute.province = $province)
RETURN dossier.id AS id, dossier.regime AS regime, dossier.role_kind AS role_kind, dossier.stage AS stage,
       dossier.since AS since, dossier.opened_at AS opened_at, dossier.closed_on AS closed_on,
       coalesce(mission.generated, false) AS generated,
       [(dossier)-[:KEEPS]->(step:CaseStep)
        | {id: step.id, move: step.move, from_stage: step.from_stage, to_stage: step.to_stage, on: step.on,
           held_by: step.held_by}] AS steps
