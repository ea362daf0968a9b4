"""Rules and facts with which tests begin: small sets that ask one thing, and people of a few posts."""

from datetime import date

from registry import lists
from registry.models.claims import ClaimKind, Part
from registry.models.eligibility import Fact, Facts, Judgement
from registry.models.experts import Standing
from registry.models.rules import Criterion, Rules

DAY = date(2026, 11, 21)
OVERSEAS = Standing.OVERSEAS_VIETNAMESE


def shipped() -> Rules:
    """The rules as the project carries them."""
    return Rules(id="e-1", edition=1, digest="0" * 64, instruments=lists.instruments(), criteria=lists.criteria())


def criterion(**changes: object) -> Criterion:
    """A specific criterion of the project chief engineer: ten years without interruption."""
    given: dict[str, object] = {
        "id": "231-test",
        "instrument": "231/2025",
        "part": "specific",
        "role_kinds": ["project-chief-engineer"],
        "text": {"vi": "Đủ mười năm.", "en": "Ten years."},
        "checks": [{"predicate": "continuous_years", "at_least": 10}],
        "valid_from": "2025-08-26",
        "source": "a test",
        "wording": "reported",
    }
    return Criterion.model_validate(given | changes)


def rules(*criteria: Criterion) -> Rules:
    """A set of these criteria under the decrees as the project carries them."""
    return Rules(id="e-1", edition=1, digest="0" * 64, instruments=lists.instruments(), criteria=criteria)


def post(id: str, start: str, end: str | None = None, *, share: float | None = None, country: str = "VN") -> Fact:
    """A post from one date to another, or held still."""
    return Fact(id, ClaimKind.POSITION, start=start, end=end, share=share, country=country)


def programme(id: str, part: Part = Part.LED) -> Fact:
    """A programme that began in 2018."""
    return Fact(id, ClaimKind.PROGRAMME, start="2018", part=part)


def facts(*claims: Fact, standing: Standing | None = OVERSEAS, hidden: int = 0) -> Facts:
    """An overseas Vietnamese with these entries."""
    return Facts(standing, claims, hidden)


def judgement(criterion_id: str, verdict: str = "met", **changes: object) -> Judgement:
    """A verdict of the office of the committee."""
    given: dict[str, object] = {
        "criterion_id": criterion_id,
        "verdict": verdict,
        "reason": "Đã đối chiếu hồ sơ gốc.",
        "by": "committee:a-2",
        "at": "2026-11-20T08:00:00+00:00",
    }
    return Judgement.model_validate(given | changes)
