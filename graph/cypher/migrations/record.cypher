// Remember that a migration was applied; applying it twice leaves one record.
//
// Takes:    number, name, digest, at
// Returns:  number
MERGE (migration:Migration {number: $number})
SET migration.name = $name, migration.digest = $digest, migration.at = $at
RETURN migration.number AS number
