// Give an account a token; only the digest of its secret is kept.
//
// Takes:    account_id, token - its properties
// Returns:  id - one row, none where the account is closed
MATCH (account:Account {id: $account_id})
WHERE account.active
CREATE (account)-[:OWNS]->(token:Token)
SET token = $token
RETURN token.id AS id
