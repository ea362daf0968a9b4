// The open accounts that speak for an institute, in the order of their ids.
//
// Takes:    id
// Returns:  id - the account's
MATCH (account:Account)-[:SPEAKS_FOR]->(:Institute {id: $id})
WHERE account.active
RETURN account.id AS id
ORDER BY id
