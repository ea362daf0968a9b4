// Change a case if it still is the version that was read and nobody else was chosen for its role, which is locked.
//
// Takes:    id, version, properties, taken - stages of whoever was chosen
// Returns:  id - no row where one of these is not so
MATCH (dossier:Case {id: $id})-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)
SET mission.locks = coalesce(mission.locks, 0) + 1, dossier.locks = coalesce(dossier.locks, 0) + 1
WITH dossier, role
WHERE dossier.version = $version AND role.status = 'open'
  AND NOT EXISTS {
    MATCH (role)<-[:FOR]-(other:Case)
    WHERE other.id <> $id AND other.stage IN $taken
  }
SET dossier += $properties, dossier.version = $version + 1
RETURN dossier.id AS id
