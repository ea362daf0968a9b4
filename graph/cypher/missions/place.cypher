// Tie missions to exactly these technologies and fields.
//
// Takes:    rows - id, technologies, fields (codes)
// Returns:  -
UNWIND $rows AS row
MATCH (mission:Mission {id: row.id})
CALL (mission, row) {
  OPTIONAL MATCH (mission)-[old:SERVES]->(technology:Technology)
  WHERE NOT technology.code IN row.technologies
  DELETE old
}
CALL (mission, row) {
  OPTIONAL MATCH (mission)-[old:CONCERNS]->(field:Field)
  WHERE NOT field.code IN row.fields
  DELETE old
}
CALL (mission, row) {
  UNWIND row.technologies AS code
  MATCH (technology:Technology {code: code})
  MERGE (mission)-[:SERVES]->(technology)
}
CALL (mission, row) {
  UNWIND row.fields AS code
  MATCH (field:Field {code: code})
  MERGE (mission)-[:CONCERNS]->(field)
}
