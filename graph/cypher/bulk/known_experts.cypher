// Which of some experts are there, by their ids or by their source keys.
//
// Takes:    ids, source_keys
// Returns:  id, source_key
CALL {
  UNWIND $ids AS id
  MATCH (expert:Expert {id: id})
  RETURN expert
  UNION
  UNWIND $source_keys AS source_key
  MATCH (expert:Expert {source_key: source_key})
  RETURN expert
}
RETURN expert.id AS id, expert.source_key AS source_key
