// A match run for an open role.
//
// Takes:    role_id, properties
// Returns:  id - no row where the role is not there
MATCH (role:Role {id: $role_id})
CREATE (run:MatchRun)-[:FOR]->(role)
SET run += $properties
RETURN run.id AS id
