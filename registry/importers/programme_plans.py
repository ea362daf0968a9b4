"""What a batch of programme records changes: institutes, programmes, people and claims, and what became of each row."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.database import Database
from registry.bulk_steps import present
from registry.expert_records import evidence_properties
from registry.identity import new_id
from registry.importers.outcomes import Outcome, Result
from registry.importers.programme_known import Known, Programme, Terms, experts, known
from registry.importers.programme_records import ProgrammeRecord, Read
from registry.importers.rejections import because
from registry.models.claims import Claim, ClaimContent, ClaimKind, Part
from registry.models.experts import Expert, PersonName
from registry.models.institutes import Institute
from registry.models.values import Audience, Bilingual, Verification, digest_of

# Everything that a programme says itself; what somebody did in it is said by each claim.
_CONTENT = frozenset(ClaimContent.model_fields) - {"part"}
# The kind of an institute is told by its name only where the name says it plainly.
_KINDS = (
    ("university", ("university", "college", "đại học")),
    ("academy", ("academy", "học viện")),
    ("research_institute", ("research institute", "viện nghiên cứu")),
    ("hospital", ("hospital", "bệnh viện")),
)


@dataclass(slots=True)
class Plan:
    """What has to be written for a batch, and what became of each of its rows.

    `parts` are the claims to come, by expert; `told` what the newest row says of a programme. `changed` are experts
    who were there, each with the digest of the version that was read.
    """

    known: Known
    outcomes: list[Outcome] = field(default_factory=list)
    institutes: list[Institute] = field(default_factory=list)
    programmes: dict[str, Programme] = field(default_factory=dict)
    rewritten: dict[str, Programme] = field(default_factory=dict)
    newcomers: dict[str, Expert] = field(default_factory=dict)
    parts: dict[str, list[tuple[str, Part]]] = field(default_factory=dict)
    told: dict[str, Claim] = field(default_factory=dict)
    changed: list[tuple[str, Expert]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.institutes or self.programmes or self.rewritten or self.newcomers or self.changed)

    @property
    def claims(self) -> int:
        """How many claims are new."""
        return sum(len(parts) for parts in self.parts.values())


def plan(db: Database, batch: Sequence[Read], terms: Terms, *, ahead: Known | None = None) -> Plan:
    """Compare a batch with what the graph has, and with what is `ahead`: planned before but perhaps not written yet.

    Nothing is written. Experts who were there keep all they have; only claims to programmes that they have no claim
    to yet are added, and a claim that they rejected counts as one.
    """
    ahead = ahead or Known()
    made = Plan(known(db, [row.record for row in batch if row.record], terms, ahead=ahead))
    made.outcomes = [
        _told(made, row.line, row.record, terms)
        if row.record
        else Outcome(row.line, Result.REJECTED, None, row.reasons)
        for row in batch
    ]
    _complete(db, made, ahead)
    return made


def _told(made: Plan, line: int, record: ProgrammeRecord, terms: Terms) -> Outcome:
    """Take one row into the plan."""
    people = [(code, _person(made, code, record, terms)) for code in record.people]
    reasons = (because("profile-closed"),) if any(id is None for _, id in people) else ()
    if all(id is None for _, id in people):
        return Outcome(line, Result.UNCHANGED, record.key, reasons)
    key = terms.key(record.key)
    before = made.known.programmes.get(key)
    claim = _claim(record, before.id if before else new_id(), _institute(made, record, terms), terms)
    programme, result = _programme(made, key, claim, before)
    for code, id in people:
        if id is not None and id not in programme.claimants:
            programme.claimants.add(id)
            part = Part.LED if code == record.lead else Part.CO_LED
            made.parts.setdefault(id, []).append((programme.id, part))
            result = Result.UPDATED if result is Result.UNCHANGED else result
    made.told[programme.id] = claim
    return Outcome(line, result, record.key, reasons)


def _person(made: Plan, code: str, record: ProgrammeRecord, terms: Terms) -> str | None:
    """The id of somebody the source names; None where the profile is closed."""
    key = terms.key(code)
    if key not in made.known.people:
        newcomer = Expert(
            id=new_id(),
            name=PersonName(as_written=code),
            standing=terms.standing,
            residence=record.country,
            audiences={"name": Audience.INSTITUTES},
            agreed_to_matching=terms.agree,
            source=terms.source,
            source_key=key,
            created_at=terms.at,
            updated_at=terms.at,
            confirmed_at=terms.at,
        )
        made.newcomers[newcomer.id] = newcomer
        made.known.people[key] = newcomer.id
    return made.known.people[key]


def _institute(made: Plan, record: ProgrammeRecord, terms: Terms) -> str | None:
    """The id of the institution; None where the row names none."""
    if record.institution is None or record.institution_key is None:
        return None
    key = terms.key(record.institution_key)
    if key not in made.known.institutes:
        place = ", ".join(dict.fromkeys(part for part in (record.city, record.state) if part))
        institute = Institute(
            id=new_id(),
            name=_text(record.institution, terms),
            kind=_kind(record.institution),
            country=record.country,
            city=place[:200] or None,
            source=terms.source,
            source_key=key,
            created_at=terms.at,
            updated_at=terms.at,
        )
        made.institutes.append(institute.model_copy(update={"digest": digest_of(institute)}))
        made.known.institutes[key] = institute.id
    return made.known.institutes[key]


def _programme(made: Plan, key: str, claim: Claim, before: Programme | None) -> tuple[Programme, Result]:
    """The programme of a row, as the row now tells it, and whether that is new, other or the same."""
    content = evidence_properties(claim)
    if before is None:
        programme = Programme(claim.evidence_id, key, content, claim.institute_id, set())
        made.programmes[programme.id] = made.known.programmes[key] = programme
        return programme, Result.CREATED
    if present(before.content) == present(content) and before.institute_id == claim.institute_id:
        return before, Result.UNCHANGED
    programme = Programme(before.id, key, content, claim.institute_id, before.claimants)
    (made.programmes if before.id in made.programmes else made.rewritten)[before.id] = programme
    made.known.programmes[key] = programme
    return programme, Result.UPDATED


def _complete(db: Database, made: Plan, ahead: Known) -> None:
    """Give everybody concerned their claims and their new digest."""
    for id, newcomer in made.newcomers.items():
        made.newcomers[id] = _sealed(newcomer, _new_claims(made, id))
    claimants = {id for programme in made.rewritten.values() for id in programme.claimants}
    for id, before in experts(db, (claimants | made.parts.keys()) - made.newcomers.keys(), ahead=ahead).items():
        kept = tuple(_renewed(claim, made) for claim in before.claims)
        made.changed.append((before.digest, _sealed(before, kept + _new_claims(made, id))))
    made.known.experts = made.newcomers | {expert.id: expert for _, expert in made.changed}


def _new_claims(made: Plan, id: str) -> tuple[Claim, ...]:
    return tuple(
        made.told[programme].model_copy(update={"id": new_id(), "part": part})
        for programme, part in made.parts.get(id, ())
    )


def _renewed(claim: Claim, made: Plan) -> Claim:
    """A claim to a programme of which its source now says something else; what the person said of it stays."""
    if claim.evidence_id not in made.rewritten:
        return claim
    told = made.told[claim.evidence_id]
    return claim.model_copy(update={name: getattr(told, name) for name in _CONTENT})


def _sealed(expert: Expert, claims: tuple[Claim, ...]) -> Expert:
    whole = expert.model_copy(update={"claims": claims})
    return whole.model_copy(update={"digest": digest_of(whole)})


def _claim(record: ProgrammeRecord, id: str, institute_id: str | None, terms: Terms) -> Claim:
    """What the row says of its programme, as a claim that is nobody's yet."""
    return Claim(
        id="",
        evidence_id=id,
        kind=ClaimKind.PROGRAMME,
        title=_text(record.title, terms),
        summary=_text(record.text, terms) if record.text else None,
        start=record.start or record.signed,
        end=record.end,
        organisation=record.institution,
        institute_id=institute_id,
        country=record.country,
        external_id=terms.key(record.id) if record.id else None,
        part=Part.LED,
        amount=record.amount,
        currency=terms.currency if record.amount is not None else None,
        programmes=record.programs,
        source=terms.source,
        as_of=record.signed or record.start or terms.at[:10],
        verification=Verification.IMPORTED,
        audience=Audience.INSTITUTES,
    )


def _text(text: str, terms: Terms) -> Bilingual:
    return Bilingual(vi=text) if terms.language == "vi" else Bilingual(en=text)


def _kind(name: str) -> str:
    folded = name.casefold()
    return next((kind for kind, words in _KINDS if any(word in folded for word in words)), "other")
