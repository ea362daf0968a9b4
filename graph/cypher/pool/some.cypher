// Those of some people who may be suggested, or all of them where consent is not asked for.
//
// Takes:    ids, agreed - whether only those who agreed to be matched and show their name to institutes;
//           hidden - whether claims are given that institutes may not see
// Returns:  id, the facts that a search may be narrowed by with their audiences, fields,
//           claims - none that were rejected
UNWIND $ids AS id
MATCH (expert:Expert {id: id})
WHERE expert.status = 'active'
  AND (NOT $agreed OR (expert.agreed_to_matching
       AND ANY(part IN expert.audiences WHERE part IN ['name=institutes', 'name=public'])))
RETURN expert.id AS id, expert.standing AS standing, expert.residence AS residence, expert.languages AS languages,
       expert.engagement AS engagement, expert.available_from AS available_from, expert.audiences AS audiences,
       expert.confirmed_at AS confirmed_at,
       [(expert)-[:EXPERT_IN]->(field:Field) | field.code] AS fields,
       [(expert)-[claim:AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->(evidence)
        WHERE ($hidden OR claim.audience IN ['institutes', 'public'])
          AND claim.verification <> 'rejected' AND evidence.id IS NOT NULL
        | {id: claim.id, evidence_id: evidence.id, relation: type(claim), audience: claim.audience,
           title_vi: evidence.title_vi, title_en: evidence.title_en,
           summary_vi: evidence.summary_vi, summary_en: evidence.summary_en,
           start_on: evidence.start_on, end_on: evidence.end_on, amount: evidence.amount, currency: evidence.currency,
           organisation: evidence.organisation,
           institute_vi: head([(evidence)-[:AT]->(institute:Institute) | institute.name_vi]),
           institute_en: head([(evidence)-[:AT]->(institute:Institute) | institute.name_en])}] AS claims
