// Who is active, for a sweep over everybody.
//
// Takes:    -
// Returns:  id
MATCH (expert:Expert {status: 'active'})
RETURN expert.id AS id
