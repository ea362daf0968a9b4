// Which of some institutes are there, by their ids or by their source keys.
//
// Takes:    ids, source_keys
// Returns:  id, source_key
CALL {
  UNWIND $ids AS id
  MATCH (institute:Institute {id: id})
  RETURN institute
  UNION
  UNWIND $source_keys AS source_key
  MATCH (institute:Institute {source_key: source_key})
  RETURN institute
}
RETURN institute.id AS id, institute.source_key AS source_key
