// What the report counts of every active institute.
//
// Takes:    -
// Returns:  id, sort_key, generated, kind, country, province - one row per institute
MATCH (institute:Institute {status: 'active'})
RETURN institute.id AS id, institute.sort_key AS sort_key, institute.generated AS generated, institute.kind AS kind,
       institute.country AS country, institute.province AS province
