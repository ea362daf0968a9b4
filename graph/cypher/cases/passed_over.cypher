// Whoever still agrees and stands as high in these runs as the last place asked for, with the kept reasons.
//
// Takes:    runs - run_id and rank of each
// Returns:  run_id, expert_id, rank, tie_group, reasons (JSON text)
UNWIND $runs AS asked
MATCH (run:MatchRun {id: asked.run_id})-[suggested:SUGGESTED]->(expert:Expert)
WHERE suggested.rank <= asked.rank AND expert.status = 'active' AND expert.agreed_to_matching = true
RETURN run.id AS run_id, expert.id AS expert_id, suggested.rank AS rank, suggested.tie_group AS tie_group,
       suggested.reasons AS reasons
