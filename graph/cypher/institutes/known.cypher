// Which of some institutes are there, closed ones with them.
//
// Takes:    ids
// Returns:  id
UNWIND $ids AS id
MATCH (institute:Institute {id: id})
RETURN institute.id AS id
