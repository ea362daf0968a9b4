"""The only code that speaks to the graph database: a query name and parameters in, plain rows out."""
