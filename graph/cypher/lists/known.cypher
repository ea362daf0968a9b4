// The codes of the official lists that the graph holds, with their names.
//
// Takes:    -
// Returns:  code, name_en
MATCH (field:Field)
RETURN field.code AS code, field.name_en AS name_en
UNION
MATCH (technology:Technology)
RETURN technology.code AS code, technology.name_en AS name_en
