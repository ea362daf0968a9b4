// Delete a token of an account.
//
// Takes:    account_id, token_id
// Returns:  id - one row, none where the account has no such token
MATCH (account:Account {id: $account_id})-[:OWNS]->(token:Token {id: $token_id})
WITH token, token.id AS id
DETACH DELETE token
RETURN id
