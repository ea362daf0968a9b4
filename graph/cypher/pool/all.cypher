// Everybody who may be suggested: active, agreed to be matched, the name open to institutes.
//
// Takes:    -
// Returns:  id, the facts that a search may be narrowed by with their audiences, fields,
//           claims - those open to institutes and not rejected
MATCH (expert:Expert {status: 'active'})
WHERE expert.agreed_to_matching
  AND ANY(part IN expert.audiences WHERE part IN ['name=institutes', 'name=public'])
RETURN expert.id AS id, expert.standing AS standing, expert.residence AS residence, expert.languages AS languages,
       expert.engagement AS engagement, expert.available_from AS available_from, expert.audiences AS audiences,
       expert.confirmed_at AS confirmed_at,
       [(expert)-[:EXPERT_IN]->(field:Field) | field.code] AS fields,
       [(expert)-[claim:AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->(evidence)
        WHERE claim.audience IN ['institutes', 'public'] AND claim.verification <> 'rejected' AND evidence.id IS NOT NULL
        | {id: claim.id, evidence_id: evidence.id, relation: type(claim),
           title_vi: evidence.title_vi, title_en: evidence.title_en, summary_vi: evidence.summary_vi, summary_en: evidence.summary_en,
           start_on: evidence.start_on, end_on: evidence.end_on, amount: evidence.amount, currency: evidence.currency,
           organisation: evidence.organisation,
           institute_vi: head([(evidence)-[:AT]->(institute:Institute) | institute.name_vi]),
           institute_en: head([(evidence)-[:AT]->(institute:Institute) | institute.name_en])}] AS claims
