// Replace the hash of a password and end all sessions, if the hash is still the one that was checked.
//
// Takes:    id, before, after
// Returns:  epoch - one row, none where the hash was replaced meanwhile
MATCH (account:Account {id: $id})
SET account.epoch = account.epoch + 1
WITH account
WHERE account.password_hash = $before AND account.active
SET account.password_hash = $after
RETURN account.epoch AS epoch
