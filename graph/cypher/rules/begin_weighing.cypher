// A weighing of an open draft begins, unless one of this version for this day is under way; earlier ones go.
//
// Takes:    id, version - of the draft; now; properties - of the weighing
// Returns:  id - no row where the draft is another version, no longer open, or is being weighed
MATCH (draft:RuleDraft {id: $id})
SET draft.locks = coalesce(draft.locks, 0) + 1
WITH draft
WHERE draft.digest = $version AND draft.status = 'open'
  AND NOT EXISTS { MATCH (running:Weighing {status: 'running', version: $version})-[:FOR]->(draft)
                   WHERE running.on = $properties.on AND running.until > $now }
CALL (draft) {
  MATCH (old:Weighing)-[:FOR]->(draft)
  DETACH DELETE old
}
CREATE (weighing:Weighing)-[:FOR]->(draft)
SET weighing += $properties
RETURN weighing.id AS id
