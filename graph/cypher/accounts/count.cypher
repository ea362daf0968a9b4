// How many accounts there are.
//
// Takes:    -
// Returns:  count
MATCH (account:Account)
RETURN count(account) AS count
