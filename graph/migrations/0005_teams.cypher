// The runs that propose teams.
CREATE CONSTRAINT team_run_id IF NOT EXISTS FOR (n:TeamRun) REQUIRE n.id IS UNIQUE;
