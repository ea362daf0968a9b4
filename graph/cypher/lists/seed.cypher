// Bring the nodes of the official lists up to date; none is ever removed, because old records point to it.
//
// Takes:    fields, technologies - rows with code and the node's other properties
// Returns:  fields, technologies - how many of each
CALL {
  UNWIND $fields AS row
  MERGE (field:Field {code: row.code})
  SET field += row
  RETURN count(field) AS fields
}
CALL {
  UNWIND $technologies AS row
  MERGE (technology:Technology {code: row.code})
  SET technology += row
  RETURN count(technology) AS technologies
}
RETURN fields, technologies
