// What the report counts of some active experts; what was rejected as "not mine" is left out.
//
// Takes:    ids
// Returns:  id, sort_key, audiences, generated, standing, residence, province, languages, agreed, confirmed_at, fields,
//           technologies - codes; degrees - `phd=public`; claims - `verified=public`; one row per expert
UNWIND $ids AS id
MATCH (expert:Expert {id: id})
WHERE expert.status = 'active'
RETURN expert.id AS id, expert.sort_key AS sort_key, expert.audiences AS audiences, expert.generated AS generated,
       expert.standing AS standing, expert.residence AS residence, expert.province AS province,
       expert.languages AS languages, expert.agreed_to_matching AS agreed, expert.confirmed_at AS confirmed_at,
       [(expert)-[:EXPERT_IN]->(field:Field) | field.code] AS fields,
       [(expert)-[:EXPERT_IN]->(technology:Technology) | technology.code] AS technologies,
       [(expert)-[earned:EARNED]->(degree:Degree) WHERE earned.verification <> 'rejected'
         | degree.level + '=' + earned.audience] AS degrees,
       [(expert)-[claim:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->()
         WHERE claim.verification <> 'rejected' | claim.verification + '=' + claim.audience] AS claims
