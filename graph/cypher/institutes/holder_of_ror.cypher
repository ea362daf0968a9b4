// Who holds a ROR identifier.
//
// Takes:    ror
// Returns:  id
MATCH (institute:Institute {ror: $ror})
RETURN institute.id AS id
