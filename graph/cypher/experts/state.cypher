// Whether an expert is there, and as what.
//
// Takes:    id
// Returns:  status, digest, merged_into
MATCH (expert:Expert {id: $id})
RETURN expert.status AS status, expert.digest AS digest, expert.merged_into AS merged_into
