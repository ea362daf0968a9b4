// Records that hold one of these addresses or ORCIDs, by which they may be somebody's second record.
//
// Takes:    emails, orcids
// Returns:  email, orcid - what was asked for, the other null; id - the record, or the survivor it was merged into
CALL {
  UNWIND $emails AS email
  MATCH (expert:Expert {email: email})
  RETURN email, null AS orcid, coalesce(expert.merged_into, expert.id) AS id
  UNION
  UNWIND $orcids AS orcid
  MATCH (expert:Expert {orcid: orcid})
  RETURN null AS email, orcid, coalesce(expert.merged_into, expert.id) AS id
}
RETURN email, orcid, id
