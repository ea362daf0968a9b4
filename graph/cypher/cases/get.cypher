// Cases with everything that is kept of them.
//
// Takes:    ids
// Returns:  dossier, role, mission, institute, expert_id, entries, members - as registry.case_records.case_from takes it
UNWIND $ids AS id
MATCH (dossier:Case {id: id})-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
RETURN properties(dossier) AS dossier,
       {id: role.id, kind: role.kind, title_vi: role.title_vi, title_en: role.title_en, status: role.status} AS role,
       {id: mission.id, title_vi: mission.title_vi, title_en: mission.title_en, agency: mission.agency} AS mission,
       {id: institute.id, name_vi: institute.name_vi, name_en: institute.name_en, province: institute.province}
         AS institute,
       head([(dossier)-[:OF]->(expert:Expert) | expert.id]) AS expert_id,
       [(dossier)-[:KEEPS]->(entry) | {kind: labels(entry)[0], entry: properties(entry)}] AS entries,
       [(dossier)-[asks:ASKS]->(member:Account)
        | {account_id: member.id, name: member.name, declared: asks.declared, session: asks.session}] AS members
