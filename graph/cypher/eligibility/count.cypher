// How many active experts there are.
//
// Takes:    -
// Returns:  people
MATCH (expert:Expert {status: 'active'})
RETURN count(expert) AS people
