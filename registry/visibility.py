"""Who sees what of an expert: the one place where a record becomes what a reader may see."""

from collections.abc import Sequence

from registry.access import Actor, Office
from registry.errors import FieldError
from registry.models.claims import Claim
from registry.models.experts import AUDIENCES, Expert, ExpertContent, ExpertView
from registry.models.values import Audience, Verification, digest_of

# The audiences that each kind of reader belongs to.
_BELONGS: dict[Audience, frozenset[Audience]] = {
    Audience.PUBLIC: frozenset({Audience.PUBLIC}),
    Audience.INSTITUTES: frozenset({Audience.PUBLIC, Audience.INSTITUTES}),
    Audience.COMMITTEE: frozenset({Audience.PUBLIC, Audience.INSTITUTES, Audience.COMMITTEE}),
    Audience.SELF: frozenset(Audience),
}
_READER: dict[Office, Audience] = {
    Office.PUBLIC: Audience.PUBLIC,
    Office.EXPERT: Audience.PUBLIC,
    Office.INSTITUTE: Audience.INSTITUTES,
    Office.COMMITTEE: Audience.COMMITTEE,
    Office.ADMINISTRATOR: Audience.SELF,
}
# Which properties each part of a profile holds.
PARTS: dict[str, tuple[str, ...]] = {
    "name": ("name", "other_names", "headline", "orcid"),
    "standing": ("standing",),
    "residence": ("residence", "province"),
    "fields": ("fields", "technologies"),
    "languages": ("languages",),
    "availability": ("engagement", "available_from", "availability_note"),
    "contact": ("email",),
}
_OPENED_VI = "Chỉ chính người đó mới được cho thêm người khác xem; người sửa hộ chỉ được thu hẹp."
_OPENED_EN = "Only the person may show this to more readers; whoever edits for them may only show it to fewer."
_ALWAYS = ("id", "status", "generated", "source", "confirmed_at")
# Whom it concerns whether somebody agreed to be matched. An institute reads it in its own suggestions alone: to an
# employer who looks somebody up, it would tell who thinks of leaving.
_TOLD_OF_CONSENT = frozenset({Audience.SELF, Audience.COMMITTEE})


def reads_as(actor: Actor, expert_id: str) -> Audience:
    """The audience as which an actor reads an expert; the person reads the own record whole."""
    return Audience.SELF if actor.expert_id == expert_id else _READER[actor.office]


def open_to(reader: Audience, audience: Audience) -> bool:
    """Whether a fact with this audience is for this reader."""
    return audience in _BELONGS[reader]


def seen_by(actor: Actor, expert: Expert) -> ExpertView:
    """An expert as this actor may see them."""
    return seen_as(expert, reads_as(actor, expert.id))


def seen_as(expert: Expert, reader: Audience) -> ExpertView:
    """An expert as any reader of this audience sees them.

    What was rejected as "not mine" is for the person alone; what a reader may not see is named, never shown.
    """
    shown: dict[str, object] = {name: getattr(expert, name) for name in _ALWAYS}
    hidden = []
    for part, names in PARTS.items():
        if open_to(reader, expert.audience_of(part)):
            shown |= {name: getattr(expert, name) for name in names}
        elif any(getattr(expert, name) for name in names):
            hidden.append(part)
    claims = tuple(claim for claim in expert.claims if claim_open(claim, reader))
    countable = expert.claims if reader is Audience.SELF else [claim for claim in expert.claims if _stands(claim)]
    if reader in _TOLD_OF_CONSENT:
        shown["agreed_to_matching"] = expert.agreed_to_matching
    view = ExpertView.model_construct(
        **shown,  # type: ignore[arg-type]
        claims=claims,
        hidden=tuple(hidden),
        hidden_claims=len(countable) - len(claims),
        digest=expert.digest,
    )
    # The name of a version is made of all of it, so who sees a part gets a name of that part.
    return view if reader is Audience.SELF else view.model_copy(update={"digest": digest_of(view)})


def claim_open(claim: Claim, reader: Audience) -> bool:
    """Whether a claim is for this reader."""
    return open_to(reader, claim.audience) and (_stands(claim) or reader is Audience.SELF)


def widened(before: Expert, after: ExpertContent, claims: Sequence[Claim]) -> list[FieldError]:
    """An error for every part and claim that an edit by somebody else would show to more readers than before."""
    known = {claim.id: claim.audience for claim in before.claims}
    opened = [f"/audiences/{part}" for part in PARTS if _wider(after.audience_of(part), before.audience_of(part))]
    opened += [
        f"/claims/{position}/audience"
        for position, claim in enumerate(claims)
        if _wider(claim.audience, known.get(claim.id, Audience.SELF))
    ]
    return [FieldError(pointer, "opened-by-another", _OPENED_VI, _OPENED_EN) for pointer in opened]


def _wider(audience: Audience, than: Audience) -> bool:
    """Whether more readers belong to an audience; they are declared from the narrowest to the widest."""
    order = list(Audience)
    return order.index(audience) > order.index(than)


def openness(reader: Audience) -> dict[str, list[str]]:
    """For each part, the settings under which this reader sees it, as the graph stores them: `name=public`."""
    return {part: [f"{part}={audience}" for audience in sorted(_BELONGS[reader])] for part in AUDIENCES}


def _stands(claim: Claim) -> bool:
    return claim.verification is not Verification.REJECTED
