// The orders by other weights that were saved of a match run, the newest first.
//
// Takes:    id
// Returns:  id, at, by, factors (JSON text), reason
MATCH (:MatchRun {id: $id})-[:FOR]->(:Role)<-[:FOR]-(run:MatchRun)
WHERE run.tried_of = $id
RETURN run.id AS id, run.at AS at, run.by AS by, run.tried_factors AS factors, run.tried_reason AS reason
ORDER BY run.at DESC, run.id DESC
