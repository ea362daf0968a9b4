// Where a record went, and by how many merges.
//
// Takes:    id
// Returns:  status, into - id of the record that it was merged into directly, or null
MATCH (expert:Expert {id: $id})
OPTIONAL MATCH (expert)-[:MERGED_INTO]->(survivor:Expert)
RETURN expert.status AS status, survivor.id AS into
