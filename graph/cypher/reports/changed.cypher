// Whether anything that the report counts changed behind a number of the chain.
//
// Takes:    after
// Returns:  changed
RETURN EXISTS {
  MATCH (event:Event)
  WHERE event.seq > $after AND event.subject_kind IN ['expert', 'batch', 'institute', 'mission', 'role', 'consent', 'lists']
} AS changed
