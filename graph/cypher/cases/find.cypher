// Cases within a scope and by facts, the newest first.
//
// Takes:    institute, expert, member - ids or null; agency, province - codes or null; role, stage - or null;
//           open - true for those that are not closed; after - [opened_at, id] or null; limit
// Returns:  id, opened_at
MATCH (dossier:Case)-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
WHERE ($institute IS NULL OR institute.id = $institute)
  AND ($expert IS NULL OR EXISTS { (dossier)-[:OF]->(:Expert {id: $expert}) })
  AND ($member IS NULL OR EXISTS { (dossier)-[:ASKS]->(:Account {id: $member}) })
  AND ($agency IS NULL OR mission.agency = $agency)
  AND ($province IS NULL OR institute.province = $province)
  AND ($role IS NULL OR role.id = $role)
  AND ($stage IS NULL OR dossier.stage = $stage)
  AND (NOT $open OR dossier.closed_on IS NULL)
  AND ($after IS NULL OR dossier.opened_at < $after[0] OR (dossier.opened_at = $after[0] AND dossier.id < $after[1]))
RETURN dossier.id AS id, dossier.opened_at AS opened_at
ORDER BY opened_at DESC, id DESC
LIMIT $limit
