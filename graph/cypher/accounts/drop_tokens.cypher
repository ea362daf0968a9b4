// Delete all tokens of an account.
//
// Takes:    id - the account's
// Returns:  -
MATCH (account:Account {id: $id})-[:OWNS]->(token:Token)
DETACH DELETE token
