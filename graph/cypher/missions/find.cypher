// Missions by the beginnings of their titles' words and by facts, the nearest deadline first.
//
// Takes:    words - folded, each to begin a word of a title; institute, system, technology, status - or null;
//           after - [sort_key, id] or null; limit
// Returns:  id, sort_key
MATCH (institute:Institute)-[:RUNS]->(mission:Mission)
WHERE ALL(word IN $words WHERE mission.name_key CONTAINS word)
  AND ($institute IS NULL OR institute.id = $institute)
  AND ($system IS NULL OR mission.system = $system)
  AND ($status IS NULL OR mission.status = $status)
  AND ($technology IS NULL OR EXISTS { (mission)-[:SERVES]->(:Technology {code: $technology}) })
  AND ($after IS NULL OR mission.sort_key > $after[0] OR (mission.sort_key = $after[0] AND mission.id > $after[1]))
RETURN mission.id AS id, mission.sort_key AS sort_key
ORDER BY sort_key, id
LIMIT $limit
