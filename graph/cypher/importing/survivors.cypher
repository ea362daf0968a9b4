// What became of experts: for those that were merged, into whom.
//
// Takes:    ids
// Returns:  id, status, merged_into
UNWIND $ids AS id
MATCH (expert:Expert {id: id})
RETURN expert.id AS id, expert.status AS status, expert.merged_into AS merged_into
