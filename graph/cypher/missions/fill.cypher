// An active expert takes an open role of an open mission, if the mission still is the version that was read.
//
// Takes:    id, before, after, at, role_id, expert_id, named - settings of the name that the actor may read
// Returns:  id - no row where the mission, the role or the expert is no longer what was read
MATCH (mission:Mission {id: $id})-[:NEEDS]->(role:Role {id: $role_id})
MATCH (expert:Expert {id: $expert_id})
SET mission.locks = coalesce(mission.locks, 0) + 1, expert.locks = coalesce(expert.locks, 0) + 1
WITH mission, role, expert
WHERE mission.digest = $before AND mission.status = 'open' AND role.status = 'open' AND expert.status = 'active'
  AND coalesce(head([part IN expert.audiences WHERE part STARTS WITH 'name=']), 'name=self') IN $named
CREATE (expert)-[:FILLS {at: $at}]->(role)
SET role.status = 'filled', mission.digest = $after, mission.updated_at = $at
RETURN mission.id AS id
