// A member says whether there is a conflict of interest.
//
// Takes:    id, account_id, session, declared, text, at
// Returns:  -
MATCH (dossier:Case {id: $id})-[asks:ASKS]->(member:Account {id: $account_id})
WHERE coalesce(asks.session, 1) = $session
SET asks.declared = $declared, asks.text = $text, asks.at = $at
