// The account that owns the token with a digest.
//
// Takes:    digest
// Returns:  account - its properties, expert_id, institute_id, expires_at - the token's
MATCH (account:Account)-[:OWNS]->(token:Token {digest: $digest})
OPTIONAL MATCH (account)-[:SPEAKS_FOR]->(expert:Expert)
OPTIONAL MATCH (account)-[:SPEAKS_FOR]->(institute:Institute)
RETURN properties(account) AS account, expert.id AS expert_id, institute.id AS institute_id,
       token.expires_at AS expires_at
