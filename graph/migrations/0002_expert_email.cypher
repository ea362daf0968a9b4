// Addresses are looked up where conflicts of interest are sought under every identity of a person.
CREATE INDEX expert_email IF NOT EXISTS FOR (n:Expert) ON (n.email);
