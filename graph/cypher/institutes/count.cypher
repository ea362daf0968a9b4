// How many institutes `institutes/find` finds on all its pages.
//
// Takes:    words, kind, country, province - as there
// Returns:  institutes
MATCH (institute:Institute {status: 'active'})
WHERE ALL(word IN $words WHERE institute.name_key CONTAINS word)
  AND ($kind IS NULL OR institute.kind = $kind)
  AND ($country IS NULL OR institute.country = $country)
  AND ($province IS NULL OR institute.province = $province)
RETURN count(institute) AS institutes
