// Rankers learned from decided cases, and which of them weighs the roles of a kind.
CREATE CONSTRAINT ranker_id IF NOT EXISTS FOR (n:Ranker) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT ranker_choice IF NOT EXISTS FOR (n:RankerChoice) REQUIRE n.role_kind IS UNIQUE;
