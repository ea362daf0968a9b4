"""Ranking: how a role is weighed, how an order of people is made, said in both languages, compared and changed."""
