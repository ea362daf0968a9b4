// A new draft of the rules.
//
// Takes:    properties
// Returns:  id
CREATE (draft:RuleDraft)
SET draft += $properties
RETURN draft.id AS id
