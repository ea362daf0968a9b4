// Those of some people who may be suggested, or all of them where consent is not asked for.
//
// Takes:    ids, agreed - whether only those who agreed to be matched and show their name to institutes
// Returns:  id, claims - those open to institutes and not rejected
UNWIND $ids AS id
MATCH (expert:Expert {id: id})
WHERE expert.status = 'active'
  AND (NOT $agreed OR (expert.agreed_to_matching
       AND ANY(part IN expert.audiences WHERE part IN ['name=institutes', 'name=public'])))
RETURN expert.id AS id,
       [(expert)-[claim:AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->(evidence)
        WHERE claim.audience IN ['institutes', 'public'] AND claim.verification <> 'rejected'
        | {id: claim.id, relation: type(claim), title_vi: evidence.title_vi, title_en: evidence.title_en,
           summary_vi: evidence.summary_vi, summary_en: evidence.summary_en, start_on: evidence.start_on,
           end_on: evidence.end_on, amount: evidence.amount, currency: evidence.currency}] AS claims
