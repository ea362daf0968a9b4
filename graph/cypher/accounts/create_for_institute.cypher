// Create an account that speaks for an institute in use: lock first, then look.
//
// Takes:    account - its properties, institute_id
// Returns:  id - one row, none where there is no such institute in use
MATCH (institute:Institute {id: $institute_id})
SET institute.locks = coalesce(institute.locks, 0) + 1
WITH institute
WHERE institute.status = 'active'
CREATE (account:Account)-[:SPEAKS_FOR]->(institute)
SET account = $account
RETURN account.id AS id
