// An open draft becomes the edition that follows the one it was made on, if both still are what was read.
//
// Takes:    base, draft_id, before - the draft's digest; id, properties - of the new edition; released_by, at
// Returns:  id - no row where another edition holds by now, or the draft changed
MATCH (base:RuleEdition {id: $base})
MATCH (draft:RuleDraft {id: $draft_id})
SET base.locks = coalesce(base.locks, 0) + 1, draft.locks = coalesce(draft.locks, 0) + 1
WITH base, draft
WHERE base.successor IS NULL AND draft.status = 'open' AND draft.digest = $before
SET base.successor = $id, draft.status = 'released', draft.released_by = $released_by, draft.updated_at = $at,
    draft.edition_id = $id
CREATE (edition:RuleEdition)
SET edition += $properties
RETURN edition.id AS id
