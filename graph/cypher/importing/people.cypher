// The experts that a source has named before, and what became of them.
//
// Takes:    keys - source keys
// Returns:  key, id, status, merged_into
UNWIND $keys AS key
MATCH (expert:Expert {source_key: key})
RETURN key, expert.id AS id, expert.status AS status, expert.merged_into AS merged_into
