// The institutes that a source has named before; what was merged is found under its survivor.
//
// Takes:    keys - source keys
// Returns:  key, id
UNWIND $keys AS key
MATCH (institute:Institute {source_key: key})
RETURN key, coalesce(institute.merged_into, institute.id) AS id
