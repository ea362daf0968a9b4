// The migrations that this database has had.
//
// Takes:    -
// Returns:  number, name, digest
MATCH (migration:Migration)
RETURN migration.number AS number, migration.name AS name, migration.digest AS digest
ORDER BY migration.number
