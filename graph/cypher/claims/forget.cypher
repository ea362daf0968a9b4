// Let go of the claims of an expert that are not kept, and of evidence that nobody else claims.
//
// Takes:    id, keep - relation and id of each claim that stays, as in `LED 01…`
// Returns:  -
MATCH (expert:Expert {id: $id})-[claim:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->(evidence)
WHERE NOT (type(claim) + ' ' + claim.id) IN $keep
WITH claim, evidence,
     COUNT { (evidence)<-[:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]-(:Expert) } AS holders
FOREACH (_ IN CASE WHEN holders = 1 THEN [1] ELSE [] END | DETACH DELETE evidence)
FOREACH (_ IN CASE WHEN holders > 1 THEN [1] ELSE [] END | DELETE claim)
