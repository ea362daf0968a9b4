// A weighing that is under way ends: done, stopped or failed.
//
// Takes:    id, properties
// Returns:  id - no row where it ended already
MATCH (weighing:Weighing {id: $id})
SET weighing.locks = coalesce(weighing.locks, 0) + 1
WITH weighing
WHERE weighing.status = 'running'
SET weighing += $properties
RETURN weighing.id AS id
