// Accounts in the order of their logins, beginning behind one of them.
//
// Takes:    after - a login or null, limit
// Returns:  account - its properties, expert_id, institute_id
MATCH (account:Account)
WHERE $after IS NULL OR account.login > $after
WITH account
ORDER BY account.login
LIMIT $limit
OPTIONAL MATCH (account)-[:SPEAKS_FOR]->(expert:Expert)
OPTIONAL MATCH (account)-[:SPEAKS_FOR]->(institute:Institute)
RETURN properties(account) AS account, expert.id AS expert_id, institute.id AS institute_id
ORDER BY account.login
