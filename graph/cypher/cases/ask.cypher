// Ask accounts to advise on a case, in a session of its council.
//
// Takes:    id, members - ids of accounts, session - its number
// Returns:  -
MATCH (dossier:Case {id: $id})
UNWIND $members AS member_id
MATCH (member:Account {id: member_id})
CREATE (dossier)-[:ASKS {session: $session}]->(member)
