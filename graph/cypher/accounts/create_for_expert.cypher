// Create an account that speaks for an expert in use.
//
// Takes:    account - its properties, expert_id
// Returns:  id - one row, none where there is no such expert in use
MATCH (expert:Expert {id: $expert_id})
WHERE expert.status = 'active'
CREATE (account:Account)-[:SPEAKS_FOR]->(expert)
SET account = $account
RETURN account.id AS id
