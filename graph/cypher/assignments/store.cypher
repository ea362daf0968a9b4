// An assignment of people to all open roles, as it was made.
//
// Takes:    properties
// Returns:  id
CREATE (run:AssignmentRun)
SET run += $properties
RETURN run.id AS id
