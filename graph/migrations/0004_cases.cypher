// Cases and what they keep; the committee's accounts that were there see the whole country.
CREATE CONSTRAINT case_id IF NOT EXISTS FOR (n:Case) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT case_setting IF NOT EXISTS FOR (n:CaseSetting) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT promise_id IF NOT EXISTS FOR (n:Promise) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT review_id IF NOT EXISTS FOR (n:Review) REQUIRE n.id IS UNIQUE;
CREATE INDEX case_stage IF NOT EXISTS FOR (n:Case) ON (n.stage);
MATCH (account:Account) WHERE account.scope IS NULL SET account.scope = 'central';
