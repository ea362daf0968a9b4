"""The facts of eligibility, out of a record or out of what one reader may see of it."""

from collections.abc import Iterable

from registry.models.claims import Claim
from registry.models.eligibility import Fact, Facts
from registry.models.experts import Expert, ExpertView
from registry.models.values import Verification


def facts_of(expert: Expert) -> Facts:
    """All facts of a person's whole record; what was rejected as "not mine" is none."""
    return Facts(expert.standing, _facts(expert.claims))


def facts_seen(view: ExpertView) -> Facts:
    """The facts that one reader may see; how many claims that reader may not see is among them."""
    return Facts(view.standing, _facts(view.claims), view.hidden_claims)


def _facts(claims: Iterable[Claim]) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            id=claim.id,
            kind=claim.kind,
            start=claim.start,
            end=claim.end,
            country=claim.country,
            level=claim.level,
            part=claim.part,
            state=claim.state,
            share=claim.share,
            verification=claim.verification,
        )
        for claim in claims
        if claim.verification is not Verification.REJECTED
    )
