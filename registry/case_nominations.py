"""Nominations: who puts whom forward for an open role, with a conflict of interest where one is declared."""

from graph.database import Database, Row
from graph.errors import NothingWritten
from registry import audit, case_moves, case_settings, case_views, experts, lists, requests, scopes, visibility
from registry.access import Actor, Office, Permission, require
from registry.case_records import entry_of, kept
from registry.case_writes import Change, change, event, passed, role_not_open, signer, step_of
from registry.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound
from registry.identity import new_id
from registry.lists import Move
from registry.models.case_entries import NominationDraft, Nominator, NominatorKind
from registry.models.cases import Case
from registry.models.experts import Status
from registry.models.values import now, today
from registry.requests import RequestKey
from registry.scopes import Place

_BY_LETTER = frozenset({NominatorKind.REPRESENTATION, NominatorKind.ORGANISATION})
_AS_PROPERTIES = {
    "kind": "nominator_kind",
    "name": "nominator_name",
    "account_id": "nominator_account",
    "conflict": "nominator_conflict",
    "statement": "nominator_statement",
}


def identify(db: Database, actor: Actor, role_id: str, expert_id: str, *, on: str | None = None) -> Case:
    """Note that somebody may be the one for a role, before anybody nominates them.

    Raises:
        As `nominate`.
    """
    role = _role(db, actor, role_id, expert_id)
    id = _open(db, actor, role, expert_id, move="identify", nominator=None, on=on)
    return case_views.seen(actor, kept(db, id), case_settings.read(db))


def nominate(
    db: Database, actor: Actor, role_id: str, draft: NominationDraft, *, request: RequestKey | None = None
) -> Case:
    """Put a person forward for an open role; one who was identified for it goes on from there.

    It asks for no consent to be matched: whoever opted out of suggestions is nominated and chosen like anybody.

    Raises:
        NotAllowed: it is another institute's role, out of the actor's scope, or somebody else's name in a
            self-nomination.
        Invalid: the nominator's kind is not one that this office enters, or a name is missing.
        NotFound: there is no such role or expert, or none whom the actor may know by name.
        Merged: the expert's record went into another one.
        Conflict: the role is not open, or the person has an open case for it.
    """
    id = requests.earlier(db, request) or _nominated(db, actor, role_id, draft, request)
    return case_views.seen(actor, kept(db, id), case_settings.read(db))


def _nominated(db: Database, actor: Actor, role_id: str, draft: NominationDraft, request: RequestKey | None) -> str:
    role = _role(db, actor, role_id, draft.expert_id)
    nominator = _nominator(actor, draft)
    continued = _continued(db, actor, role, draft, nominator)
    if continued is not None:
        return continued
    expert_id = draft.expert_id
    return _open(db, actor, role, expert_id, move="nominate", nominator=nominator, on=draft.on, request=request)


def _continued(db: Database, actor: Actor, role: Row, draft: NominationDraft, nominator: Nominator) -> str | None:
    """The id of the case in which the person was identified for the role and is nominated now, None without one."""
    rows = db.read("cases/identified", role_id=role["role_id"], expert_id=draft.expert_id)
    if not rows:
        return None

    def plan(case: Case) -> Change:
        move = case_moves.made(case.regime, case.stage, "nominate", case_views.require_part(actor, case))
        properties, step, detail = passed(case, move, actor, on=draft.on)
        return Change(
            event(actor, audit.Tag.CASE_MOVED, case, kind=nominator.kind.value, **detail),
            properties | _properties_of(nominator),
            (step,),
        )

    return change(db, str(rows[0]["id"]), plan).id


def _open(
    db: Database,
    actor: Actor,
    role: Row,
    expert_id: str,
    *,
    move: str,
    nominator: Nominator | None,
    on: str | None,
    request: RequestKey | None = None,
) -> str:
    named = _names(db, actor, expert_id)
    regime = lists.role_kind(role["kind"]).regime
    opening = case_moves.made(regime, None, move, _parts(actor, role, expert_id))
    day = case_moves.day(on, since=None, today=today())
    id = new_id()
    properties = _new(id, role, opening, day)
    step = step_of(opening, actor, from_stage=None, day=day, held_by=None, reason=None)
    detail: Row = {"role": role["role_id"], "stage": opening.to}
    if nominator is not None:
        properties |= _properties_of(nominator)
        detail["kind"] = nominator.kind.value
    recorded = audit.event(signer(actor, expert_id), audit.Tag.CASE_OPENED, id, detail=detail)
    try:
        db.write(
            "cases/open",
            role_id=role["role_id"],
            expert_id=expert_id,
            named=named,
            properties={name: value for name, value in properties.items() if value is not None},
            then=[entry_of("cases/keep_step", id, step), *requests.remember(request, id)],
            event=recorded,
        )
    except NothingWritten:
        raise _refused(db, actor, role, expert_id) from None
    return id


def _new(id: str, role: Row, opening: Move, day: str) -> Row:
    """The properties of a case that begins."""
    return {
        "id": id,
        "regime": lists.role_kind(role["kind"]).regime,
        "role_kind": role["kind"],
        "stage": opening.to,
        "since": day,
        "opened_at": now(),
        "version": 1,
    }


def _role(db: Database, actor: Actor, role_id: str, expert_id: str) -> Row:
    """The role with its place, for whoever may put this person forward for it."""
    rows = db.read("cases/role", role_id=role_id)
    if not rows:
        raise NotFound("vị trí", "role", role_id)
    role = rows[0]
    of = expert_id if actor.office is Office.EXPERT else role["institute_id"]
    require(actor, Permission.CASE_NOMINATE, of=of)
    if not scopes.sees(actor, Place(role["agency"], role["province"])):
        raise NotAllowed(Permission.CASE_NOMINATE.value)
    if role["status"] != "open":
        raise role_not_open()
    return role


def _nominator(actor: Actor, draft: NominationDraft) -> Nominator:
    own = actor.office is Office.EXPERT
    if own != (draft.kind is NominatorKind.SELF):
        vi = "Chỉ chính chuyên gia tự ứng cử được, và chỉ cho mình."
        en = "Only experts put themselves forward, and only themselves."
        raise Invalid(FieldError("/kind", "nominator-kind", vi, en))
    if draft.kind in _BY_LETTER and draft.name is None:
        vi, en = "Hãy ghi tên cơ quan, tổ chức đề cử.", "Give the name of the mission or organisation that nominates."
        raise Invalid(FieldError("/name", "nominator-name", vi, en))
    return Nominator(
        kind=draft.kind,
        name=draft.name,
        account_id=actor.account_id,
        conflict=draft.conflict,
        statement=draft.statement,
    )


def _properties_of(nominator: Nominator) -> Row:
    dumped = nominator.model_dump(mode="json")
    return {_AS_PROPERTIES[name]: value for name, value in dumped.items()}


def _parts(actor: Actor, role: Row, expert_id: str) -> frozenset[str]:
    """The parts that an actor who passed `_role` has in a case that does not exist yet."""
    if actor.office is Office.EXPERT:
        return frozenset({"expert"}) if actor.expert_id == expert_id else frozenset()
    return frozenset({actor.office.value})


def _names(db: Database, actor: Actor, expert_id: str) -> list[str]:
    """The settings under which the actor reads the name of this active expert; whom they cannot name is none."""
    seen = experts.get(db, actor, expert_id)
    if seen.status is not Status.ACTIVE:
        experts.raise_refused(db, expert_id)
    if seen.name is None:
        raise experts.not_found(expert_id)
    return visibility.openness(visibility.reads_as(actor, expert_id))["name"]


def _refused(db: Database, actor: Actor, role: Row, expert_id: str) -> Conflict:
    """Why a case could not be opened although everything was right a moment before."""
    _role(db, actor, role["role_id"], expert_id)
    _names(db, actor, expert_id)
    return Conflict(
        "case-open",
        vi="Người này đã có một hồ sơ đang mở cho vị trí này.",
        en="This person has an open case for this role.",
    )
