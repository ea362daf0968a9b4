"""Weighings: the impact of a draft found over everybody beside whoever waits for it, recorded, and stopped at will."""

import threading
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Final

import orjson

from graph.database import Database, Row, Step
from graph.errors import GraphError, NothingWritten
from registry import audit, rule_drafts, rule_impact
from registry.access import Actor
from registry.errors import Conflict, NotFound
from registry.identity import new_id
from registry.models.rule_drafts import Affected, DraftStatus, Impact, KindImpact, RuleDraft, Weighing, WeighingStatus
from registry.models.values import now

LONGEST_MINUTES: Final = 30
"""Longer than this nothing is weighed, and what began before and was not ended was broken off."""


class _Stopped(Exception):
    """Somebody stopped the weighing."""


class _TooLong(Exception):
    """The time of the weighing is over."""


class Weighings:
    """The weighings that this process has under way, one at a time; what came of them is in the graph.

    Each version of a draft is weighed once for a day: whoever asks while that is under way, in this process or another
    one, is told of it. `turn` is held by the one that is at work; the others wait for it.
    """

    def __init__(self, turn: AbstractContextManager[object] | None = None) -> None:
        self._turn = turn or threading.Lock()
        self._looked_at: dict[str, int] = {}

    def begin(
        self, db: Database, actor: Actor, draft_id: str, *, on: date | None = None, wait_s: float = 0
    ) -> Weighing:
        """Begin to weigh an open draft for a day, by default the first on which it says something else.

        The answer is the state after at most `wait_s`, which is enough for a small register.

        Raises:
            NotAllowed: the actor may not edit rules.
            NotFound: there is no such draft.
            Conflict: it is not open, or was changed at this moment.
            Invalid: it no longer fits the edition that holds.
        """
        draft = rule_drafts.get(db, actor, draft_id)
        if draft.status is not DraftStatus.OPEN:
            raise _not_open()
        day = on or rule_impact.first_day(draft.changes)
        plans = rule_impact.plans(db, draft, day)
        [row] = db.read("eligibility/count")
        begun = _begun(draft, actor, day, int(row["people"]))
        event = audit.event(actor, audit.Tag.RULE_DRAFT_WEIGHED, draft_id, detail={"on": day.isoformat()})
        kept = begun.model_dump(mode="json", exclude={"draft_id", "looked_at", "impact"}) | {"until": _until()}
        try:
            db.write("rules/begin_weighing", id=draft_id, version=draft.digest, now=now(), properties=kept, event=event)
        except NothingWritten:
            running = self.latest(db, actor, draft_id, on=day)
            if running is None:
                raise _not_open() from None
            return running
        thread = threading.Thread(
            target=self._weigh, args=(db, actor, begun, draft, plans), name="weighing", daemon=True
        )
        thread.start()
        thread.join(wait_s)
        return self.latest(db, actor, draft_id, on=day) or begun

    def latest(self, db: Database, actor: Actor, draft_id: str, *, on: date | None = None) -> Weighing | None:
        """The newest weighing of a draft as it is now for a day, with what came of it; None where there was none.

        Raises:
            NotAllowed, NotFound: as `begin`.
        """
        draft = rule_drafts.get(db, actor, draft_id)
        day = on or rule_impact.first_day(draft.changes)
        rows = db.read("rules/weighing", id=draft_id, version=draft.digest, on=day.isoformat())
        return _weighing(rows[0], draft_id, self._looked_at) if rows else None

    def stop(self, db: Database, actor: Actor, draft_id: str, *, on: date | None = None) -> Weighing:
        """Stop the weighing that is under way; where it ended meanwhile, that stands.

        Raises:
            NotAllowed: as `begin`.
            NotFound: there is no such draft, or it was not weighed.
        """
        weighing = self.latest(db, actor, draft_id, on=on)
        if weighing is None:
            raise NotFound("lần rà soát", "weighing of the draft", draft_id)
        _end(db, actor, weighing, WeighingStatus.STOPPED)
        return self.latest(db, actor, draft_id, on=on) or weighing

    def _weigh(
        self, db: Database, actor: Actor, weighing: Weighing, draft: RuleDraft, plans: rule_impact.Plans
    ) -> None:
        give_up = datetime.now(UTC) + timedelta(minutes=LONGEST_MINUTES)

        def advance(done: int, of: int | None = None) -> None:
            self._looked_at[weighing.id] = done
            rows = db.read("rules/weighing_status", id=weighing.id)
            if not rows or rows[0]["status"] != WeighingStatus.RUNNING:
                raise _Stopped
            if datetime.now(UTC) > give_up:
                raise _TooLong

        try:
            with self._turn:
                advance(0)
                found = rule_impact.weighed(db, draft.id, weighing.on, plans, progress=advance)
            _end(db, actor, weighing, WeighingStatus.DONE, found)
        except _Stopped:
            # Whoever stopped it recorded that.
            return
        except (GraphError, _TooLong):
            _fail(db, actor, weighing)
        finally:
            self._looked_at.pop(weighing.id, None)


def _begun(draft: RuleDraft, actor: Actor, day: date, people: int) -> Weighing:
    return Weighing(
        id=new_id(),
        draft_id=draft.id,
        version=draft.digest,
        on=day,
        status=WeighingStatus.RUNNING,
        at=now(),
        by=actor.signature,
        people=people,
    )


def _end(
    db: Database,
    actor: Actor,
    weighing: Weighing,
    status: WeighingStatus,
    found: Impact | None = None,
) -> None:
    """Record how a weighing ended; one that ended before stays as it is."""
    people = found.affected if found else ()
    rows = [each.model_dump(mode="json", exclude={"name"}) | {"position": at} for at, each in enumerate(people)]
    properties = {"status": status.value, "ended_at": now()} | (_kept(found) if found else {})
    detail = {"status": status.value, "affected": len(rows)}
    event = audit.event(actor, audit.Tag.RULE_DRAFT_WEIGHED, weighing.draft_id, detail=detail)
    steps = [Step("rules/weigh", {"id": weighing.id, "people": rows})] if rows else []
    try:
        db.write("rules/end_weighing", id=weighing.id, properties=properties, then=steps, event=event)
    except NothingWritten:
        return


def _fail(db: Database, actor: Actor, weighing: Weighing) -> None:
    """Record that it failed, where the graph answers; where not, its time runs out."""
    try:
        _end(db, actor, weighing, WeighingStatus.FAILED)
    except GraphError:
        return


def _kept(found: Impact) -> Row:
    kinds = [kind.model_dump(mode="json") for kind in found.kinds]
    return {"people": found.people, "kinds": orjson.dumps(kinds).decode(), "more": found.more}


def _weighing(row: Row, draft_id: str, looked_at: dict[str, int]) -> Weighing:
    held = dict(row["weighing"])
    if held["status"] == WeighingStatus.RUNNING and held["until"] < now():
        held["status"] = WeighingStatus.FAILED
    kinds, more = held.pop("kinds", None), held.pop("more", 0)
    known = {name: held[name] for name in Weighing.model_fields if name in held}
    weighing = Weighing.model_validate(known | {"draft_id": draft_id, "looked_at": looked_at.get(held["id"])})
    if weighing.status is not WeighingStatus.DONE or kinds is None:
        return weighing
    in_order = sorted(row["people"], key=lambda each: int(each["position"]))
    impact = Impact(
        draft_id=draft_id,
        on=weighing.on,
        people=weighing.people,
        kinds=tuple(KindImpact.model_validate(kind) for kind in orjson.loads(kinds)),
        affected=tuple(
            Affected.model_validate({name: each[name] for name in Affected.model_fields}) for each in in_order
        ),
        more=more,
    )
    return weighing.model_copy(update={"impact": impact})


def _until() -> str:
    return (datetime.now(UTC) + timedelta(minutes=LONGEST_MINUTES)).isoformat(timespec="seconds")


def _not_open() -> Conflict:
    return Conflict(
        "rule-draft-not-open",
        vi="Bản dự thảo này vừa được sửa, đã ban hành hoặc đã rút nên không rà soát được.",
        en="This draft was changed at this moment, released or withdrawn, so it cannot be weighed.",
    )
