// The person of a case takes its open role, if case and mission still are the versions that were read.
//
// Takes:    id, version, properties, before, after - digests of the mission; at
// Returns:  id - no row where one of these is not so
MATCH (dossier:Case {id: $id})-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)
MATCH (dossier)-[:OF]->(expert:Expert)
SET mission.locks = coalesce(mission.locks, 0) + 1, dossier.locks = coalesce(dossier.locks, 0) + 1,
    expert.locks = coalesce(expert.locks, 0) + 1
WITH dossier, role, mission, expert
WHERE dossier.version = $version AND role.status = 'open' AND mission.status = 'open' AND mission.digest = $before
  AND expert.status = 'active'
CREATE (expert)-[:FILLS {at: $at}]->(role)
SET role.status = 'filled', mission.digest = $after, mission.updated_at = $at
SET dossier += $properties, dossier.version = $version + 1
RETURN dossier.id AS id
