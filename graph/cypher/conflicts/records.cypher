// Every record of some people, merged ones included, with the claims that conflicts of interest are found by.
//
// Takes:    ids - of records that are not merged
// Returns:  person, id, status, names, email, orcids, contact (audience of the address), claims - relation, id,
//           audience, verification, evidence (properties), institute_id
UNWIND $ids AS person
MATCH (root:Expert {id: person})
// From the root, which an index finds: the other way round every expert is tried for every person.
MATCH (root)<-[:MERGED_INTO*0..50]-(record:Expert)
RETURN person, record.id AS id, record.status AS status, record.email AS email,
       [name IN [record.name, record.latin_name] + coalesce(record.other_names, []) WHERE name IS NOT NULL] AS names,
       [record.orcid] + [(record)-[merge:MERGED_INTO]->(:Expert) | merge.orcid] AS orcids,
       [(record)-[claim:HELD|EARNED|AUTHORED|LED|TOOK_PART|INVENTED|MADE]->(evidence)
        WHERE claim.id IS NOT NULL AND evidence.id IS NOT NULL
        | {relation: type(claim), id: claim.id, audience: claim.audience, verification: claim.verification,
           evidence: {id: evidence.id, external_id: evidence.external_id, title_vi: evidence.title_vi,
                      title_en: evidence.title_en, summary_vi: evidence.summary_vi, summary_en: evidence.summary_en,
                      organisation: evidence.organisation, start_on: evidence.start_on, end_on: evidence.end_on},
           institute_id: head([(evidence)-[:AT]->(institute:Institute)
                               | coalesce(institute.merged_into, institute.id)])}] AS claims
