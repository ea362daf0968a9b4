// Set the target or the openness of a stage, or how long personal data are kept.
//
// Takes:    key, properties
// Returns:  key
MERGE (setting:CaseSetting {key: $key})
SET setting += $properties
RETURN setting.key AS key
