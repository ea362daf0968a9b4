// New missions, of which none is there yet, each run by its institute.
//
// Takes:    rows - institute_id, properties; expected - how many rows
// Returns:  written - no row where an institute is not there
UNWIND $rows AS row
MATCH (institute:Institute {id: row.institute_id})
CREATE (institute)-[:RUNS]->(mission:Mission)
SET mission = row.properties
WITH count(mission) AS written
WHERE written = $expected
RETURN written
