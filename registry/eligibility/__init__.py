"""Eligibility: whether a person meets what law asks of a role, criterion by criterion, on facts alone."""

from registry.eligibility.checking import check
from registry.eligibility.facts import facts_of, facts_seen
from registry.eligibility.predicates import PREDICATES, Answer

__all__ = ["PREDICATES", "Answer", "check", "facts_of", "facts_seen"]
