// The names of these experts as they are now, each only if the reader may see it.
//
// Takes:    ids; openness - settings under which the reader sees a name, such as `name=public`
// Returns:  id, name_vi, name_en, generated - name_vi and name_en are null where the name is not shown
UNWIND $ids AS id
MATCH (expert:Expert {id: id, status: 'active'})
WITH expert, ANY(part IN expert.audiences WHERE part IN $openness) AS open
RETURN expert.id AS id, CASE WHEN open THEN expert.name END AS name_vi,
       CASE WHEN open THEN coalesce(expert.latin_name, expert.name) END AS name_en, expert.generated AS generated,
       null AS mission_id
