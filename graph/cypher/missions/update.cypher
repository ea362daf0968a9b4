// Change a mission if it still is the version that was read, and drop roles that nothing is bound to: lock first.
//
// Takes:    id, before - digest of the version that was read, properties, drop - ids of the roles that go
// Returns:  id - no row where the version is another one, the mission is closed, or a role to drop is bound by now
MATCH (mission:Mission {id: $id})
SET mission.locks = coalesce(mission.locks, 0) + 1
WITH mission
WHERE mission.digest = $before AND mission.status = 'open'
CALL (mission) {
  OPTIONAL MATCH (mission)-[:NEEDS]->(role:Role)
  WHERE role.id IN $drop
  SET role.status = 'closed'
  RETURN collect(role) AS dropped
}
WITH mission, dropped
WHERE NONE(role IN dropped WHERE EXISTS { (:MatchRun)-[:FOR]->(role) } OR EXISTS { (:Case)-[:FOR]->(role) }
                               OR EXISTS { (:Expert)-[:FILLS]->(role) })
FOREACH (role IN dropped | DETACH DELETE role)
SET mission += $properties
RETURN mission.id AS id
