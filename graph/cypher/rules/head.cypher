// Which edition of the rules holds: the one that no other followed.
//
// Takes:    -
// Returns:  id, digest - no row before the first edition
MATCH (edition:RuleEdition)
WHERE edition.successor IS NULL
RETURN edition.id AS id, edition.digest AS digest
