// What the law may look at of every active expert; what was rejected as "not mine" is left out.
//
// Takes:    -
// Returns:  id, name, standing, audiences, claims
MATCH (expert:Expert {status: 'active'})
RETURN expert.id AS id, expert.name AS name, expert.standing AS standing, expert.audiences AS audiences,
       [(expert)-[claim:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->(evidence)
        WHERE claim.verification <> 'rejected' AND evidence.id IS NOT NULL
        | {id: claim.id, kind: labels(evidence)[0], audience: claim.audience, verification: claim.verification,
           part: claim.part, start_on: evidence.start_on, end_on: evidence.end_on, country: evidence.country,
           level: evidence.level, state: evidence.state, share: evidence.share}] AS claims
