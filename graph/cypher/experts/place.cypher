// Tie an expert to exactly these fields and technologies.
//
// Takes:    id, fields, technologies - codes
// Returns:  -
MATCH (expert:Expert {id: $id})
CALL (expert) {
  OPTIONAL MATCH (expert)-[old:EXPERT_IN]->(place)
  WHERE NOT place.code IN $fields AND NOT place.code IN $technologies
  DELETE old
}
CALL (expert) {
  UNWIND $fields AS code
  MATCH (field:Field {code: code})
  MERGE (expert)-[:EXPERT_IN]->(field)
}
CALL (expert) {
  UNWIND $technologies AS code
  MATCH (technology:Technology {code: code})
  MERGE (expert)-[:EXPERT_IN]->(technology)
}
