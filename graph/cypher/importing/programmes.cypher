// The programmes that a source has told of before, with everybody who has a claim to them, rejected or not.
//
// Takes:    keys - source keys
// Returns:  key, programme - its properties, institute_id, claimants - ids of experts
UNWIND $keys AS key
MATCH (programme:Programme {source_key: key})
OPTIONAL MATCH (programme)-[:AT]->(institute:Institute)
RETURN key, properties(programme) AS programme, institute.id AS institute_id,
       [(programme)<-[:LED|TOOK_PART]-(expert:Expert) | expert.id] AS claimants
