// An open draft of the rules changes, if it still is the version that was read.
//
// Takes:    id, before, properties
// Returns:  id - no row where it changed since or is no longer open
MATCH (draft:RuleDraft {id: $id})
SET draft.locks = coalesce(draft.locks, 0) + 1
WITH draft
WHERE draft.digest = $before AND draft.status = 'open'
SET draft += $properties
RETURN draft.id AS id
