// Active experts by the beginnings of their names' words and by facts; a name with the typed marks comes first.
//
// Takes:    words - folded, each to begin a word of the name; typed - the same with marks, empty when none was typed;
//           field, technology, country, standing - codes or null; openness - audiences that the reader belongs to;
//           reader - the expert's own id or null; after - [distance, sort_key, id] or null; limit
// Returns:  id, sort_key, distance
MATCH (expert:Expert {status: 'active'})
WHERE ALL(word IN $words WHERE expert.name_key CONTAINS word)
  AND ($country IS NULL OR (expert.residence = $country
       AND ANY(part IN expert.audiences WHERE part IN $openness.residence)))
  AND ($standing IS NULL OR (expert.standing = $standing
       AND ANY(part IN expert.audiences WHERE part IN $openness.standing)))
  AND (($field IS NULL AND $technology IS NULL) OR ANY(part IN expert.audiences WHERE part IN $openness.fields))
  AND ($field IS NULL OR EXISTS { (expert)-[:EXPERT_IN]->(field:Field) WHERE field.code STARTS WITH $field })
  AND ($technology IS NULL OR EXISTS { (expert)-[:EXPERT_IN]->(:Technology {code: $technology}) })
WITH expert, expert.id = $reader OR ANY(part IN expert.audiences WHERE part IN $openness.name) AS named
// Whose name is not for the reader is found by no name, stands at the end, and gives no place in the order away.
WHERE named OR (size($words) = 0 AND NOT ($country IS NULL AND $standing IS NULL AND $field IS NULL
                                          AND $technology IS NULL))
WITH expert, CASE WHEN named THEN expert.sort_key ELSE '~' END AS sort_key,
     CASE WHEN ALL(word IN $typed WHERE expert.name_key CONTAINS word) THEN '0' ELSE '1' END AS distance
WHERE $after IS NULL OR distance > $after[0]
   OR (distance = $after[0] AND (sort_key > $after[1] OR (sort_key = $after[1] AND expert.id > $after[2])))
RETURN expert.id AS id, sort_key, distance
ORDER BY distance, sort_key, id
LIMIT $limit
