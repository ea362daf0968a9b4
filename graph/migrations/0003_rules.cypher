// The released editions of the rules and the drafts of the next one.
CREATE CONSTRAINT rule_edition_id IF NOT EXISTS FOR (n:RuleEdition) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT rule_draft_id IF NOT EXISTS FOR (n:RuleDraft) REQUIRE n.id IS UNIQUE;
