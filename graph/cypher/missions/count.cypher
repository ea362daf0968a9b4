// How many missions `missions/find` finds on all its pages.
//
// Takes:    words, institute, system, technology, status - as there
// Returns:  missions
MATCH (institute:Institute)-[:RUNS]->(mission:Mission)
WHERE ALL(word IN $words WHERE mission.name_key CONTAINS word)
  AND ($institute IS NULL OR institute.id = $institute)
  AND ($system IS NULL OR mission.system = $system)
  AND ($status IS NULL OR mission.status = $status)
  AND ($technology IS NULL OR EXISTS { (mission)-[:SERVES]->(:Technology {code: $technology}) })
RETURN count(mission) AS missions
