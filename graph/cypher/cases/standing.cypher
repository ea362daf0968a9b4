// The place of a person in the newest match run of a role, and who stood clearly before them and still stands.
//
// Takes:    role_id, expert_id
// Returns:  run_id, rank - or null, agreed, before - ids of those who agree, in other groups of equals, case not ended
MATCH (run:MatchRun)-[:FOR]->(role:Role {id: $role_id})
WHERE run.tried_of IS NULL
WITH run, role
ORDER BY run.at DESC, run.id DESC
LIMIT 1
MATCH (expert:Expert {id: $expert_id})
OPTIONAL MATCH (run)-[mine:SUGGESTED]->(expert)
RETURN run.id AS run_id, mine.rank AS rank, coalesce(expert.agreed_to_matching, false) AS agreed,
       COLLECT {
         MATCH (run)-[theirs:SUGGESTED]->(other:Expert {status: 'active', agreed_to_matching: true})
         WHERE other.id <> $expert_id
           AND (mine IS NULL OR (theirs.rank < mine.rank AND theirs.tie_group <> mine.tie_group))
           AND NOT EXISTS {
             MATCH (other)<-[:OF]-(dossier:Case)-[:FOR]->(role)
             WHERE dossier.stage IN ['withdrawn', 'refused', 'not_chosen']
           }
         RETURN other.id
         ORDER BY other.id
       } AS before
