// Cases of those not chosen that were closed on a day or before it and still hold personal data.
//
// Takes:    regime, stages, before
// Returns:  id, version, stage, stays - whether the person agreed to stay in the pool, under_review
MATCH (dossier:Case {regime: $regime})
WHERE dossier.stage IN $stages AND dossier.closed_on <= $before AND dossier.erased_at IS NULL
MATCH (dossier)-[:OF]->(expert:Expert)
RETURN dossier.id AS id, dossier.version AS version, dossier.stage AS stage,
       coalesce(head(COLLECT {
         MATCH (expert)-[:GAVE]->(consent:Consent {purpose: 'pool'})
         RETURN consent.decision
         ORDER BY consent.at DESC, consent.id DESC
       }), 'withdrawn') = 'given' AS stays,
       EXISTS { MATCH (dossier)-[:KEEPS]->(review:Review) WHERE review.answered_at IS NULL } AS under_review
ORDER BY id
