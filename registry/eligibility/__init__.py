"""Eligibility: whether a person meets what law asks of a role, criterion by criterion, on facts alone."""

from registry.eligibility.checking import Plan, Weighed, check, decide, plan, weigh
from registry.eligibility.facts import facts_of, facts_seen
from registry.eligibility.predicates import PREDICATES, Answer
from registry.eligibility.testing import failing

__all__ = [
    "PREDICATES",
    "Answer",
    "Plan",
    "Weighed",
    "check",
    "decide",
    "facts_of",
    "facts_seen",
    "failing",
    "plan",
    "weigh",
]
