// What this installation sets otherwise than the file of moves.
//
// Takes:    -
// Returns:  setting
MATCH (setting:CaseSetting)
RETURN properties(setting) AS setting
