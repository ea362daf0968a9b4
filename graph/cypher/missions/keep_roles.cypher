// Write roles of missions, each under its id.
//
// Takes:    rows - mission_id, id, properties
// Returns:  -
UNWIND $rows AS row
MATCH (mission:Mission {id: row.mission_id})
MERGE (role:Role {id: row.id})
SET role += row.properties
MERGE (mission)-[:NEEDS]->(role)
