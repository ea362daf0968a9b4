// Close an institute if it still is the version that was read, runs no open mission and has no other open account.
//
// Takes:    id, before, after, at, accounts - ids of those that are closed with it
// Returns:  id
MATCH (institute:Institute {id: $id})
SET institute.locks = coalesce(institute.locks, 0) + 1
WITH institute
WHERE institute.digest = $before AND institute.status = 'active'
  AND NOT EXISTS { (institute)-[:RUNS]->(:Mission {status: 'open'}) }
  AND NOT EXISTS { (institute)<-[:SPEAKS_FOR]-(account:Account) WHERE account.active AND NOT account.id IN $accounts }
SET institute.status = 'closed', institute.updated_at = $at, institute.digest = $after
RETURN institute.id AS id
