// A case of an active expert for an open role, in which that person has no open case yet: lock first, then look.
//
// Takes:    role_id, expert_id, named - settings of the name that the actor may read, or null; properties
// Returns:  id - no row where one of these is not so
MATCH (role:Role {id: $role_id})<-[:NEEDS]-(mission:Mission)
MATCH (expert:Expert {id: $expert_id})
SET mission.locks = coalesce(mission.locks, 0) + 1, expert.locks = coalesce(expert.locks, 0) + 1
WITH role, mission, expert
WHERE role.status = 'open' AND mission.status = 'open' AND expert.status = 'active'
  AND ($named IS NULL
       OR coalesce(head([part IN expert.audiences WHERE part STARTS WITH 'name=']), 'name=self') IN $named)
  AND NOT EXISTS {
    MATCH (role)<-[:FOR]-(other:Case)-[:OF]->(expert)
    WHERE other.closed_on IS NULL
  }
CREATE (role)<-[:FOR]-(dossier:Case)-[:OF]->(expert)
SET dossier = $properties
RETURN dossier.id AS id
