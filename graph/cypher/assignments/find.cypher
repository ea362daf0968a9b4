// The assignments that were made, the newest first, without their roles.
//
// Takes:    limit
// Returns:  id, at, by, seed, most_load, open, filled
MATCH (run:AssignmentRun)
RETURN run.id AS id, run.at AS at, run.by AS by, run.seed AS seed, run.most_load AS most_load, run.open AS open,
       run.filled AS filled
ORDER BY at DESC, id DESC
LIMIT $limit
