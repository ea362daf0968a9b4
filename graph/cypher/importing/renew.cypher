// Give experts whose claims an import changed the digest of their new version.
//
// Takes:    rows - id, after, at
// Returns:  -
UNWIND $rows AS row
MATCH (expert:Expert {id: row.id})
SET expert.digest = row.after, expert.updated_at = row.at
