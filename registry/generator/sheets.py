"""The claims of one person as they come together: ids, dates, who vouches for them, and who may see them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypedDict, Unpack

from registry.generator.building import built
from registry.generator.chance import Stream, Weighted, happens, whole
from registry.generator.institutes import GENERATED
from registry.generator.phrases import Phrase, bilingual
from registry.models.claims import Claim, ClaimKind, DegreeLevel, InventionState, Part
from registry.models.values import Audience, Verification

_VERIFICATIONS = Weighted([(Verification.DECLARED, 0.55), (Verification.IMPORTED, 0.30), (Verification.VERIFIED, 0.15)])
_OPEN = Weighted(
    [(Audience.INSTITUTES, 0.80), (Audience.PUBLIC, 0.13), (Audience.COMMITTEE, 0.05), (Audience.SELF, 0.02)]
)
_SHY = Weighted([(Audience.SELF, 0.5), (Audience.COMMITTEE, 0.3), (Audience.INSTITUTES, 0.2)])


class Content(TypedDict, total=False):
    """What a claim may say beside its title."""

    start: str
    end: str | None
    organisation: str
    institute_id: str
    country: str
    external_id: str
    level: DegreeLevel
    part: Part
    state: InventionState
    share: float | None
    amount: float
    currency: str
    programmes: tuple[str, ...]


_NOTHING: Final[dict[str, object]] = {
    **dict.fromkeys(sorted(Content.__annotations__)),
    "programmes": (),
    "verified_by": None,
    "verified_on": None,
    "note": None,
    "source": GENERATED,
}


@dataclass(slots=True)
class Sheet:
    """The claims of a person so far, and what all of them depend on."""

    numbers: Stream
    ids: Iterator[str]
    created: date
    known: date
    today: date
    agreed: bool
    claims: list[Claim] = field(default_factory=list)


def add(
    sheet: Sheet,
    kind: ClaimKind,
    title: Phrase,
    summary: Phrase | None = None,
    *,
    evidence_id: str | None = None,
    audience: Audience | None = None,
    **content: Unpack[Content],
) -> None:
    """Put a claim on the sheet; the evidence is the person's own unless its id is given.

    The claim is put together without being validated again: a test validates what comes out.
    """
    own, numbers = next(sheet.ids), sheet.numbers
    as_of = _as_of(sheet, content.get("end") or content.get("start"))
    verification = _VERIFICATIONS.draw(numbers)
    values: dict[str, object] = {
        **_NOTHING,
        **content,
        "kind": kind,
        "title": bilingual(title),
        "summary": None if summary is None else bilingual(summary),
        "id": own,
        "evidence_id": evidence_id or next(sheet.ids),
        "as_of": as_of.isoformat(),
        "verification": verification,
        "audience": audience or (_OPEN if sheet.agreed else _SHY).draw(numbers),
    }
    if verification is Verification.VERIFIED:
        checked = as_of + timedelta(days=whole(numbers, 0, (sheet.today - as_of).days))
        values |= {"verified_by": GENERATED, "verified_on": checked.isoformat()}
    sheet.claims.append(built(Claim, values))


def month(year: int, number: int) -> str:
    """A month as ISO 8601 writes it."""
    return f"{year}-{number:02}"


def day_in(sheet: Sheet, year: int) -> str:
    """A year, or a month of it half of the time, that does not lie after the day the record was confirmed."""
    last = sheet.known.month if year == sheet.known.year else 12
    return month(year, whole(sheet.numbers, 1, last)) if happens(sheet.numbers, 0.5) else str(year)


def _as_of(sheet: Sheet, on: str | None) -> date:
    """A day between registration and the last confirmation on which the claim could already be made."""
    days = (sheet.known - sheet.created).days
    day = sheet.created + timedelta(days=whole(sheet.numbers, 0, days))
    return sheet.known if on is not None and on > day.isoformat()[: len(on)] else day
