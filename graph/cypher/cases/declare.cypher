// A member says whether there is a conflict of interest.
//
// Takes:    id, account_id, declared, text, at
// Returns:  -
MATCH (dossier:Case {id: $id})-[asks:ASKS]->(member:Account {id: $account_id})
SET asks.declared = $declared, asks.text = $text, asks.at = $at
