// The answer of a human who looked again.
//
// Takes:    id, review_id, answer - the properties that the answer sets
// Returns:  -
MATCH (dossier:Case {id: $id})-[:KEEPS]->(review:Review {id: $review_id})
SET review += $answer
