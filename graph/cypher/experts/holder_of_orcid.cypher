// Who holds an ORCID.
//
// Takes:    orcid
// Returns:  id
MATCH (expert:Expert {orcid: $orcid})
RETURN expert.id AS id
