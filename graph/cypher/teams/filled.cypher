// How many roles of open missions each of some people fills.
//
// Takes:    ids
// Returns:  id, roles
UNWIND $ids AS id
MATCH (expert:Expert {id: id})
RETURN expert.id AS id,
       size([(expert)-[:FILLS]->(:Role)<-[:NEEDS]-(mission:Mission) WHERE mission.status = 'open' | mission.id])
         AS roles
