// An expert's record comes out of another one again, if both still are what was read: lock first, then compare.
//
// Takes:    survivor, other - each id, locks, before (digest), claims (how many) and properties; members - how many;
//           remembered - at, by and reason
// Returns:  id - no row where either is no longer what was read
MATCH (other:Expert {id: $other.id})-[merge:MERGED_INTO]->(survivor:Expert {id: $survivor.id})
SET survivor.locks = coalesce(survivor.locks, 0) + 1, other.locks = coalesce(other.locks, 0) + 1
WITH survivor, other, merge
WHERE survivor.locks = $survivor.locks + 1 AND survivor.digest = $survivor.before AND survivor.status <> 'merged'
  AND COUNT { (survivor)-[:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->() } = $survivor.claims
  AND COUNT { (survivor)<-[:MERGED_INTO]-() } = $members
  AND other.locks = $other.locks + 1 AND other.digest = $other.before AND other.status = 'merged'
  AND COUNT { (other)-[:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE|WON]->() } = $other.claims
SET survivor += $survivor.properties
SET other += $other.properties
DELETE merge
CREATE (other)-[parting:PARTED_FROM]->(survivor)
SET parting = $remembered
RETURN other.id AS id
