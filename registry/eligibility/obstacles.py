"""What stands in the way of a person: the criteria for which the law does not take them as they are."""

from collections.abc import Set

from registry.eligibility.checking import Plan, Weighed
from registry.models.eligibility import Verdict
from registry.models.rules import RulePart

_ASIDE = frozenset({RulePart.PRIORITY, RulePart.EXCEPTION})


def obstacles(asked: Plan, weighed: Weighed, states: Set[Verdict]) -> tuple[str, ...]:
    """The required criteria with a verdict among these states; of alternatives only where none of them is better."""
    required = [
        (criterion, verdict)
        for criterion, verdict in zip(asked.criteria, weighed.verdicts, strict=True)
        if criterion.part not in _ASIDE
    ]
    open_groups = {criterion.group for criterion, verdict in required if criterion.group and verdict not in states}
    return tuple(
        criterion.id for criterion, verdict in required if verdict in states and criterion.group not in open_groups
    )
