// The candidates of a run.
//
// Takes:    run_id, candidates - expert_id, rank, score, tie_group, reasons (JSON text)
// Returns:  -
MATCH (run:MatchRun {id: $run_id})
UNWIND $candidates AS row
MATCH (expert:Expert {id: row.expert_id})
CREATE (run)-[:SUGGESTED {rank: row.rank, score: row.score, tie_group: row.tie_group, reasons: row.reasons}]->(expert)
