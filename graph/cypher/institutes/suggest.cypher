// Active institutes for somebody who is typing: the abbreviation itself, then names that begin so, then the others.
//
// Takes:    text - as typed in lower case; words, typed - as in institutes/find; start - the words folded, as one text;
//           limit
// Returns:  institute - its properties
MATCH (institute:Institute {status: 'active'})
WHERE ALL(word IN $words WHERE institute.name_key CONTAINS word)
WITH institute,
     CASE WHEN toLower(institute.abbreviation) = $text THEN 0
          WHEN NOT ALL(word IN $typed WHERE institute.name_key CONTAINS word) THEN 3
          WHEN institute.name_key STARTS WITH $start OR institute.name_key CONTAINS '|' + $start THEN 1
          ELSE 2 END AS distance
RETURN properties(institute) AS institute, distance, institute.sort_key AS sort_key, institute.id AS id
ORDER BY distance, sort_key, id
LIMIT $limit
