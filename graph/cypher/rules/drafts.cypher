// The drafts of the rules, the newest first.
//
// Takes:    -
// Returns:  draft
MATCH (draft:RuleDraft)
RETURN properties(draft) AS draft
ORDER BY draft.created_at DESC, draft.id
