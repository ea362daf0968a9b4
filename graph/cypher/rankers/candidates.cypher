// The candidates of match runs who still agree to be matched, with the kept reasons.
//
// Takes:    runs - ids
// Returns:  run_id, expert_id, generated, reasons (JSON text)
UNWIND $runs AS id
MATCH (run:MatchRun {id: id})-[suggested:SUGGESTED]->(expert:Expert)
WHERE expert.status = 'active' AND expert.agreed_to_matching = true
RETURN run.id AS run_id, expert.id AS expert_id, coalesce(expert.generated, false) AS generated,
       suggested.reasons AS reasons
