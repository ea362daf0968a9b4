// The institute under an id and what stands above it, for a walk upwards.
//
// Takes:    id
// Returns:  parent, status
MATCH (institute:Institute {id: $id})
RETURN institute.parent AS parent, institute.status AS status
