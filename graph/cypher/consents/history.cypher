// All receipts of an expert, newest first.
//
// Takes:    expert_id
// Returns:  receipt
MATCH (:Expert {id: $expert_id})-[:GAVE]->(consent:Consent)
RETURN properties(consent) AS receipt
ORDER BY consent.at DESC, consent.id DESC
