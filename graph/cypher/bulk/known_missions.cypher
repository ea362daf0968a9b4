// Which of some missions are there, by their ids or by their source keys.
//
// Takes:    ids, source_keys
// Returns:  id, source_key
CALL {
  UNWIND $ids AS id
  MATCH (mission:Mission {id: id})
  RETURN mission
  UNION
  UNWIND $source_keys AS source_key
  MATCH (mission:Mission {source_key: source_key})
  RETURN mission
}
RETURN mission.id AS id, mission.source_key AS source_key
