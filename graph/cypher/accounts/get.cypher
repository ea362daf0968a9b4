// An account by its id.
//
// Takes:    id
// Returns:  account - its properties, expert_id, institute_id
MATCH (account:Account {id: $id})
OPTIONAL MATCH (account)-[:SPEAKS_FOR]->(expert:Expert)
OPTIONAL MATCH (account)-[:SPEAKS_FOR]->(institute:Institute)
RETURN properties(account) AS account, expert.id AS expert_id, institute.id AS institute_id
