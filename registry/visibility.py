"""Who sees what of an expert: the one place where a record becomes what a reader may see."""

from registry.access import Actor, Office
from registry.models.claims import Claim
from registry.models.experts import AUDIENCES, Expert, ExpertView
from registry.models.values import Audience, Verification

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
_ALWAYS = ("id", "status", "agreed_to_matching", "generated", "source", "confirmed_at")


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
    return ExpertView.model_construct(
        **shown,  # type: ignore[arg-type]
        claims=claims,
        hidden=tuple(hidden),
        hidden_claims=len(countable) - len(claims),
        digest=expert.digest,
    )


def claim_open(claim: Claim, reader: Audience) -> bool:
    """Whether a claim is for this reader."""
    return open_to(reader, claim.audience) and (_stands(claim) or reader is Audience.SELF)


def openness(reader: Audience) -> dict[str, list[str]]:
    """For each part, the settings under which this reader sees it, as the graph stores them: `name=public`."""
    return {part: [f"{part}={audience}" for audience in sorted(_BELONGS[reader])] for part in AUDIENCES}


def _stands(claim: Claim) -> bool:
    return claim.verification is not Verification.REJECTED
