// Give an account a token; only the digest of its secret is kept.
//
// Takes:    account_id, epoch - the one in which the password was checked, or null; token - its properties
// Returns:  id - one row, none where the account is closed or its epoch another
MATCH (account:Account {id: $account_id})
SET account.locks = coalesce(account.locks, 0) + 1
WITH account
WHERE account.active AND ($epoch IS NULL OR account.epoch = $epoch)
CREATE (account)-[:OWNS]->(token:Token)
SET token = $token
RETURN token.id AS id
