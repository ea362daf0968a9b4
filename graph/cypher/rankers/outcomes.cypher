// Every decision that chose somebody for a role of a kind, of cases whose personal data are still there.
//
// Takes:    role_kind
// Returns:  case_id, role_id, expert_id, agrees, generated, decision_id, on, run_id - or null
MATCH (dossier:Case)-[:KEEPS]->(decision:Decision)
WHERE dossier.role_kind = $role_kind AND dossier.erased_at IS NULL AND decision.chosen = true
MATCH (expert:Expert)<-[:OF]-(dossier)-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)
RETURN dossier.id AS case_id, role.id AS role_id, expert.id AS expert_id,
       expert.status = 'active' AND coalesce(expert.agreed_to_matching, false) AS agrees,
       coalesce(mission.generated, false) OR coalesce(expert.generated, false) AS generated,
       decision.id AS decision_id, decision.on AS on, decision.run_id AS run_id
