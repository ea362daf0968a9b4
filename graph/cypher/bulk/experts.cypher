// New experts, of which none is there yet; the constraints refuse a second one with the same id or source key.
//
// Takes:    rows - properties
// Returns:  written
UNWIND $rows AS row
CREATE (expert:Expert)
SET expert = row
RETURN count(expert) AS written
