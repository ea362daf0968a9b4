// Experts with everything that is kept of them.
//
// Takes:    ids
// Returns:  expert, fields, technologies, claims - one row per expert, as registry.expert_records.expert_from takes it
UNWIND $ids AS id
MATCH (expert:Expert {id: id})
// A claim that somebody deletes while this reads it is there without its properties; it is left out.
RETURN properties(expert) AS expert,
       [(expert)-[:EXPERT_IN]->(field:Field) | field.code] AS fields,
       [(expert)-[:EXPERT_IN]->(technology:Technology) | technology.code] AS technologies,
       [(expert)-[claim:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->(evidence)
        WHERE claim.id IS NOT NULL AND evidence.id IS NOT NULL
        | {relation: properties(claim), evidence: properties(evidence), kind: labels(evidence)[0],
           institute_id: head([(evidence)-[:AT]->(institute:Institute) | institute.id])}] AS claims
