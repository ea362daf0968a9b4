// An institute.
//
// Takes:    id
// Returns:  institute - its properties
MATCH (institute:Institute {id: $id})
RETURN properties(institute) AS institute
