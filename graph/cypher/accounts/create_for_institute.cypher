// Create an account that speaks for an institute in use.
//
// Takes:    account - its properties, institute_id
// Returns:  id - one row, none where there is no such institute in use
MATCH (institute:Institute {id: $institute_id})
WHERE institute.status = 'active'
CREATE (account:Account)-[:SPEAKS_FOR]->(institute)
SET account = $account
RETURN account.id AS id
