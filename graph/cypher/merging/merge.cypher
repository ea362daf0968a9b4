// An expert's record goes into another one, if both still are what was read: lock first, then compare.
//
// Takes:    survivor, other - each id, locks, before (digest), claims (how many) and properties; members - how many;
//           remembered - what the relation keeps
// Returns:  id - no row where either is no longer what was read
MATCH (survivor:Expert {id: $survivor.id})
MATCH (other:Expert {id: $other.id})
SET survivor.locks = coalesce(survivor.locks, 0) + 1, other.locks = coalesce(other.locks, 0) + 1
WITH survivor, other
WHERE survivor.locks = $survivor.locks + 1 AND survivor.digest = $survivor.before AND survivor.status = 'active'
  AND COUNT { (survivor)-[:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->() } = $survivor.claims
  AND COUNT { (survivor)<-[:MERGED_INTO]-() } = $members
  AND other.locks = $other.locks + 1 AND other.digest = $other.before AND other.status = 'active'
  AND COUNT { (other)-[:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->() } = $other.claims
SET other += $other.properties
SET survivor += $survivor.properties
CREATE (other)-[merge:MERGED_INTO]->(survivor)
SET merge = $remembered
RETURN survivor.id AS id
