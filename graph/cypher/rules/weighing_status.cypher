// Whether a weighing is still under way.
//
// Takes:    id
// Returns:  status
MATCH (weighing:Weighing {id: $id})
RETURN weighing.status AS status
