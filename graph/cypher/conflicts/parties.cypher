// What some ids stand for when conflicts are asked about: experts, institutes, or whom accounts speak for.
//
// Takes:    ids
// Returns:  id, expert_id, institute_id - survivors where they were merged; neither for an account of an office
CALL {
  UNWIND $ids AS id
  MATCH (expert:Expert {id: id})
  RETURN id, coalesce(expert.merged_into, expert.id) AS expert_id, null AS institute_id
  UNION
  UNWIND $ids AS id
  MATCH (institute:Institute {id: id})
  RETURN id, null AS expert_id, coalesce(institute.merged_into, institute.id) AS institute_id
  UNION
  UNWIND $ids AS id
  MATCH (account:Account {id: id})
  OPTIONAL MATCH (account)-[:SPEAKS_FOR]->(expert:Expert)
  OPTIONAL MATCH (account)-[:SPEAKS_FOR]->(institute:Institute)
  RETURN id, coalesce(expert.merged_into, expert.id) AS expert_id,
         coalesce(institute.merged_into, institute.id) AS institute_id
}
RETURN id, expert_id, institute_id
