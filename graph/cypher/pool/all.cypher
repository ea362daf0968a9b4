// Everybody who may be suggested: active, agreed to be matched, the name open to institutes.
//
// Takes:    -
// Returns:  id, claims - those open to institutes and not rejected
MATCH (expert:Expert {status: 'active'})
WHERE expert.agreed_to_matching
  AND ANY(part IN expert.audiences WHERE part IN ['name=institutes', 'name=public'])
RETURN expert.id AS id,
       [(expert)-[claim:AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->(evidence)
        WHERE claim.audience IN ['institutes', 'public'] AND claim.verification <> 'rejected'
        | {id: claim.id, relation: type(claim), title_vi: evidence.title_vi, title_en: evidence.title_en,
           summary_vi: evidence.summary_vi, summary_en: evidence.summary_en, start_on: evidence.start_on,
           end_on: evidence.end_on, amount: evidence.amount, currency: evidence.currency}] AS claims
