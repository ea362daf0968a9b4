// Create an account that speaks for nobody else.
//
// Takes:    account - its properties
// Returns:  id - one row
CREATE (account:Account)
SET account = $account
RETURN account.id AS id
