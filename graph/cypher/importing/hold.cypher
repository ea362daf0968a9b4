// Lock the experts that an import is about to change, and see that each still is the version that was read.
//
// Takes:    rows - id, before (digest of the version that was read); expected - how many rows
// Returns:  held - no row where one of them is another version, closed, merged or gone
UNWIND $rows AS row
MATCH (expert:Expert {id: row.id})
SET expert.locks = coalesce(expert.locks, 0) + 1
WITH expert, row
WHERE expert.digest = row.before AND expert.status = 'active'
WITH count(expert) AS held
WHERE held = $expected
RETURN held
