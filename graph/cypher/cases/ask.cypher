// Ask accounts to advise on a case.
//
// Takes:    id, members - ids of accounts
// Returns:  -
MATCH (dossier:Case {id: $id})
UNWIND $members AS member_id
MATCH (member:Account {id: member_id})
MERGE (dossier)-[:ASKS]->(member)
