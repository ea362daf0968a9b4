// Active institutes by the beginnings of their names' words and by facts; a name with the typed marks comes first.
//
// Takes:    words - folded, each to begin a word of a name; typed - the same with marks, empty when none was typed;
//           kind, country, province - codes or null; after - [distance, sort_key, id] or null; limit
// Returns:  institute - its properties, sort_key, distance
MATCH (institute:Institute {status: 'active'})
WHERE ALL(word IN $words WHERE institute.name_key CONTAINS word)
  AND ($kind IS NULL OR institute.kind = $kind)
  AND ($country IS NULL OR institute.country = $country)
  AND ($province IS NULL OR institute.province = $province)
WITH institute, CASE WHEN ALL(word IN $typed WHERE institute.name_key CONTAINS word) THEN '0' ELSE '1' END AS distance
WHERE $after IS NULL OR distance > $after[0]
   OR (distance = $after[0] AND (institute.sort_key > $after[1]
       OR (institute.sort_key = $after[1] AND institute.id > $after[2])))
RETURN properties(institute) AS institute, institute.sort_key AS sort_key, distance, institute.id AS id
ORDER BY distance, sort_key, id
LIMIT $limit
