// The open cases at some stages within a scope, without what they keep, to be ordered by the day on which they are due.
//
// Takes:    stages - regime, stage, before (the case came there before this day, or null) of each;
//           institute, expert - ids or null; agency, province - codes or null
// Returns:  id, regime, role_kind, stage, since, expert_id, role_title_vi, role_title_en, mission_title_vi,
//           mission_title_en, institute_name_vi, institute_name_en, agency, province
UNWIND $stages AS asked
MATCH (dossier:Case {stage: asked.stage})
WHERE dossier.regime = asked.regime AND dossier.closed_on IS NULL
  AND (asked.before IS NULL OR dossier.since < asked.before)
MATCH (dossier)-[:FOR]->(role:Role)<-[:NEEDS]-(mission:Mission)<-[:RUNS]-(institute:Institute)
WHERE ($institute IS NULL OR institute.id = $institute)
  AND ($expert IS NULL OR EXISTS { (dossier)-[:OF]->(:Expert {id: $expert}) })
  AND ($agency IS NULL OR mission.agency = $agency)
  AND ($province IS NULL OR institute.province = $province)
RETURN dossier.id AS id, dossier.regime AS regime, dossier.role_kind AS role_kind, dossier.stage AS stage,
       dossier.since AS since, head([(dossier)-[:OF]->(person:Expert) | person.id]) AS expert_id,
       role.title_vi AS role_title_vi, role.title_en AS role_title_en,
       mission.title_vi AS mission_title_vi, mission.title_en AS mission_title_en,
       institute.name_vi AS institute_name_vi, institute.name_en AS institute_name_en,
       mission.agency AS agency, institute.province AS province
