// Change a case if it still is the version that was read: lock first, then compare.
//
// Takes:    id, version, properties
// Returns:  id - no row where the version is another one
MATCH (dossier:Case {id: $id})
SET dossier.locks = coalesce(dossier.locks, 0) + 1
WITH dossier
WHERE dossier.version = $version
SET dossier += $properties, dossier.version = $version + 1
RETURN dossier.id AS id
