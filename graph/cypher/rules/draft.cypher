// A draft of the rules.
//
// Takes:    id
// Returns:  draft
MATCH (draft:RuleDraft {id: $id})
RETURN properties(draft) AS draft
