// Open cases on the way to a role that is filled or closed.
//
// Takes:    stages - those on the way to a role
// Returns:  id, role_id
MATCH (dossier:Case)-[:FOR]->(role:Role)
WHERE dossier.closed_on IS NULL AND dossier.stage IN $stages AND role.status <> 'open'
RETURN dossier.id AS id, role.id AS role_id
ORDER BY id
