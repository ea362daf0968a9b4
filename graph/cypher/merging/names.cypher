// What merged records gave the survivor's other names, after one of them left.
//
// Takes:    survivor, rows - id, names
// Returns:  -
UNWIND $rows AS row
MATCH (:Expert {id: row.id})-[merge:MERGED_INTO]->(:Expert {id: $survivor})
SET merge.names = row.names
