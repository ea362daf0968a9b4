// End all sessions of an account, whose cookies name the epoch in which they began.
//
// Takes:    id
// Returns:  epoch - one row, none where there is no such account
MATCH (account:Account {id: $id})
SET account.epoch = account.epoch + 1
RETURN account.epoch AS epoch
