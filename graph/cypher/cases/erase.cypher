// Take the names out of a case that still is the version that was read, if its person did not agree to stay meanwhile.
//
// Takes:    id, version, at
// Returns:  id - no row where it is not so
MATCH (dossier:Case {id: $id})-[:OF]->(expert:Expert)
SET dossier.locks = coalesce(dossier.locks, 0) + 1, expert.locks = coalesce(expert.locks, 0) + 1
WITH dossier, expert
WHERE dossier.version = $version AND dossier.erased_at IS NULL AND coalesce(head(COLLECT {
    MATCH (expert)-[:GAVE]->(consent:Consent {purpose: 'pool'})
    RETURN consent.decision
    ORDER BY consent.at DESC, consent.id DESC
  }), 'withdrawn') <> 'given'
SET dossier.nominator_kind = null, dossier.nominator_name = null, dossier.nominator_account = null,
    dossier.nominator_conflict = null, dossier.nominator_statement = null,
    dossier.erased_at = $at, dossier.version = $version + 1
RETURN dossier.id AS id
