// The tokens of an account, newest first.
//
// Takes:    account_id
// Returns:  token - its properties
MATCH (account:Account {id: $account_id})-[:OWNS]->(token:Token)
RETURN properties(token) AS token
ORDER BY token.created_at DESC, token.id DESC
