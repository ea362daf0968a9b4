// Experts with everything that a merge moves or decides by.
//
// Takes:    ids
// Returns:  expert, claims, places, decisions, merges - as registry.merge_records.Record takes them
UNWIND $ids AS id
MATCH (expert:Expert {id: id})
RETURN properties(expert) AS expert,
       COLLECT {
         MATCH (expert)-[claim:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->(evidence)
         OPTIONAL MATCH (evidence)-[:AT]->(institute:Institute)
         RETURN {relation: properties(claim), type: type(claim), evidence: properties(evidence),
                 kind: labels(evidence)[0], institute_id: institute.id}
       } AS claims,
       COLLECT {
         MATCH (expert)-[tie:EXPERT_IN]->(place)
         RETURN {code: place.code, kind: labels(place)[0], moved_from: tie.moved_from}
       } AS places,
       COLLECT {
         MATCH (expert)-[gave:GAVE]->(consent:Consent {purpose: 'matching'})
         RETURN {id: consent.id, decision: consent.decision, moved_from: gave.moved_from}
       } AS decisions,
       COLLECT {
         MATCH (expert)-[merge:MERGED_INTO]->(survivor:Expert)
         RETURN {merge: properties(merge), into: survivor.id}
       } AS merges
