// Every edition of the rules without what it says, the newest first.
//
// Takes:    -
// Returns:  id, edition, digest, at, released_by, drafted_by, reason_vi, reason_en, draft_id
MATCH (kept:RuleEdition)
RETURN kept.id AS id, kept.edition AS edition, kept.digest AS digest, kept.at AS at,
       kept.released_by AS released_by, kept.drafted_by AS drafted_by, kept.reason_vi AS reason_vi,
       kept.reason_en AS reason_en, kept.draft_id AS draft_id
ORDER BY kept.edition DESC
