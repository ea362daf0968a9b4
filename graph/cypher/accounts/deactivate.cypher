// Close an account: nobody signs in with it any more and all its sessions end.
//
// Takes:    id
// Returns:  epoch - one row
MATCH (account:Account {id: $id})
SET account.epoch = account.epoch + 1, account.active = false
RETURN account.epoch AS epoch
