// How many open missions an institute runs.
//
// Takes:    id
// Returns:  missions
MATCH (institute:Institute {id: $id})
RETURN COUNT { (institute)-[:RUNS]->(:Mission {status: 'open'}) } AS missions
