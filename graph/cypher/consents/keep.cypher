// Keep a receipt of consent.
//
// Takes:    expert_id, receipt - all its properties
// Returns:  -
MATCH (expert:Expert {id: $expert_id})
CREATE (expert)-[:GAVE]->(consent:Consent)
SET consent += $receipt
