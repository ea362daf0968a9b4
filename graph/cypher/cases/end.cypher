// The person of a case leaves the role, if case and mission still are the versions that were read.
//
// Takes:    id, version, properties, before, after - digests of the mission; at; status - of the role from now on
// Returns:  id - no row where one of these is not so
MATCH (dossier:Case {id: $id})-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)
SET mission.locks = coalesce(mission.locks, 0) + 1, dossier.locks = coalesce(dossier.locks, 0) + 1
WITH dossier, role, mission
WHERE dossier.version = $version AND mission.digest = $before
OPTIONAL MATCH (:Expert)-[fills:FILLS]->(role)
DELETE fills
WITH DISTINCT dossier, role, mission
SET role.status = $status, mission.digest = $after, mission.updated_at = $at
SET dossier += $properties, dossier.version = $version + 1
RETURN dossier.id AS id
