// The runs that assign people to all open roles at once, and those that weigh a draft of the rules over everybody.
CREATE CONSTRAINT assignment_run_id IF NOT EXISTS FOR (n:AssignmentRun) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT weighing_id IF NOT EXISTS FOR (n:Weighing) REQUIRE n.id IS UNIQUE;
