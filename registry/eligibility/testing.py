"""The test cases that a rule carries beside it, run against the rule itself."""

from collections.abc import Iterator

from registry.eligibility.checking import verdict_on
from registry.models.eligibility import Facts, Verdict
from registry.models.rules import Criterion, RuleCase


def failing(criterion: Criterion) -> Iterator[tuple[int, RuleCase, Verdict]]:
    """The cases that come out otherwise than they say: position, case, and the verdict that came."""
    for position, case in enumerate(criterion.cases):
        found = verdict_on(criterion, Facts(case.standing, case.claims), case.on)
        if found is not case.expected:
            yield position, case, found
