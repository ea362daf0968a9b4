// An edition of the rules with its instruments and criteria.
//
// Takes:    id
// Returns:  edition
MATCH (edition:RuleEdition {id: $id})
RETURN properties(edition) AS edition
