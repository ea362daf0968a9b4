// The names of accounts.
//
// Takes:    ids
// Returns:  id, name
UNWIND $ids AS id
MATCH (account:Account {id: id})
RETURN account.id AS id, account.name AS name
