"""Rankers: learned from decided cases, kept with what they are worth, and put to use by a named person with a reason.

The file of a ranker is kept in the database beside its figures, not in a folder: every process of every machine reads
which one counts, and the file itself, from the one place that also holds the decision to use it.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.database import Database
from matching import ALGORITHM, teaching
from matching.features import FEATURES
from matching.learned import Learned, written
from matching.lessons import Mean
from matching.teaching import Taught
from registry import audit, lists, outcomes
from registry.access import Actor, Permission, require
from registry.errors import Conflict, FieldError, Invalid, NotFound
from registry.identity import new_id
from registry.models.rankers import Choice, Figure, Meaning, Outcomes, Ranker
from registry.models.values import now, today
from registry.outcomes import Decided
from registry.ranking import learning, weighing

FEWEST: Final = 30
"""Of fewer decided roles of a kind nothing is learned: by so few, chance alone would weigh the features."""
FEWEST_HELD_OUT: Final = 10
_HELD_OUT: Final = 3
"""One of so many decided roles, the newest ones, is held out."""
_LONGEST_REASON: Final = 500


def train(db: Database, actor: Actor, role_kind: str, *, simulated: bool = False) -> Ranker:
    """Learn a ranker for a kind of role from its decided cases and keep it; it counts only once `use` says so.

    It is fitted on the older decisions and held against the newer third. Simulated cases are learned from only where
    that is asked for, and the ranker says so for ever.

    Raises:
        NotAllowed: the actor may not manage rankers.
        UnknownCode: there is no such kind of role.
        Conflict: fewer than 30 decided roles can be learned from; it says how many, and what keeps the others out.
    """
    require(actor, Permission.RANKER_MANAGE)
    lists.role_kind(role_kind)
    decided, counts = outcomes.read(db, role_kind, simulated=simulated)
    if len(decided) < FEWEST:
        raise _too_few(counts)
    held = max(FEWEST_HELD_OUT, len(decided) // _HELD_OUT)
    given = _Material(role_kind, decided, held, counts, simulated)
    taught = given.taught
    learned = _learned(given, taught)
    file = written(learned)
    made = _card(given, taught, learned, hashlib.sha256(file).hexdigest())
    _store(db, actor, made, file)
    return made


def find(db: Database, actor: Actor) -> list[Ranker]:
    """Every learned ranker, the newest first.

    Raises:
        NotAllowed: the actor may not manage rankers.
    """
    require(actor, Permission.RANKER_MANAGE)
    return learning.cards(db)


def get(db: Database, actor: Actor, id: str) -> Ranker:
    """A learned ranker.

    Raises:
        NotAllowed: the actor may not manage rankers.
        NotFound: there is none with this id.
    """
    require(actor, Permission.RANKER_MANAGE)
    found = learning.cards(db, id)
    if not found:
        raise NotFound("bộ xếp hạng đã học", "learned ranker", id)
    return found[0]


def file_of(db: Database, actor: Actor, id: str) -> bytes:
    """The skops file of a learned ranker.

    Raises:
        NotAllowed, NotFound: as `get`.
    """
    get(db, actor, id)
    return learning.file_of(db, id)


def use(
    db: Database, actor: Actor, id: str, *, reason: str | None = None, anyway: bool = False, simulated: bool = False
) -> Choice:
    """Have a learned ranker weigh the roles of its kind from now on; the choice is kept with its reason.

    Raises:
        NotAllowed: the actor may not manage rankers.
        NotFound: there is none with this id.
        Conflict: it was made for other features, its file is not what was kept, it does worse than the published
            weights and is not taken `anyway`, or it was learned from simulated cases and that is not said.
        Invalid: it is taken anyway without a reason, or the reason is too long.
    """
    made = get(db, actor, id)
    learning.require_usable(db, made)
    if made.simulated and not simulated:
        raise _learned_from_simulated(made)
    if made.worse and not anyway:
        raise _worse(made)
    given = _reason(reason, needed=made.worse)
    return _choose(db, actor, made.role_kind, made, given)


def reset(db: Database, actor: Actor, role_kind: str, *, reason: str | None = None) -> Choice:
    """Have the published weights of a kind of role count again.

    Raises:
        NotAllowed: the actor may not manage rankers.
        UnknownCode: there is no such kind of role.
        Conflict: they count already.
        Invalid: the reason is too long.
    """
    require(actor, Permission.RANKER_MANAGE)
    lists.role_kind(role_kind)
    if learning.in_use(db, role_kind) is None:
        raise Conflict(
            "ranker-not-in-use",
            vi=f"Loại vị trí {role_kind} đang dùng bộ trọng số đã công bố, không có gì để bỏ.",
            en=f"The published weights already count for the kind of role {role_kind}; there is nothing to reset.",
        )
    return _choose(db, actor, role_kind, None, _reason(reason, needed=False))


def choices(db: Database, actor: Actor, role_kind: str | None = None) -> list[Choice]:
    """Every choice so far, the newest first.

    Raises:
        NotAllowed: the actor may not manage rankers.
    """
    require(actor, Permission.RANKER_MANAGE)
    found = [
        Choice(role_kind=row["role_kind"], **{name: entry.get(name) for name in Choice.model_fields if name in _KEPT})
        for row in db.read("rankers/in_use", role_kind=role_kind)
        for entry in row["uses"]
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


_KEPT: Final = frozenset({"ranker_id", "at", "by", "reason"})


@dataclass(frozen=True, slots=True)
class _Material:
    """What a ranker is learned from: the decided roles, the oldest first, how many of them are held out, the counts."""

    role_kind: str
    decided: Sequence[Decided]
    held: int
    counts: Outcomes
    simulated: bool

    @property
    def taught(self) -> Taught:
        """The ranker, fitted on the older decisions and held against the newer ones."""
        found = [each.lesson for each in self.decided]
        return teaching.teach(found[: -self.held], found[-self.held :], weighing.published(self.role_kind))


def _learned(given: _Material, taught: Taught) -> Learned:
    mark = learning.SIMULATED if given.simulated else ""
    return Learned(
        ranker=taught.ranker,
        features=tuple(FEATURES),
        fitted=f"decided cases of {given.role_kind}{mark}, penalty {taught.penalty:g}",
        on=today().isoformat(),
        data=outcomes.digest_of(given.decided),
        figures={"held_out": taught.held_out._asdict(), "published": taught.published._asdict()},
        calibration=taught.calibration,
    )


def _card(given: _Material, taught: Taught, learned: Learned, digest: str) -> Ranker:
    by = learning.weights_from(learned, digest)
    return Ranker(
        id=new_id(),
        name=by.name,
        role_kind=given.role_kind,
        at=now(),
        simulated=given.simulated,
        algorithm=ALGORITHM.id,
        outcomes=given.counts,
        first_decided=given.decided[0].on,
        held_from=given.decided[-given.held].on,
        last_decided=given.decided[-1].on,
        penalty=taught.penalty,
        fitted_on=_figure(taught.fitted_on),
        held_out=_figure(taught.held_out),
        published=_figure(taught.published),
        published_name=weighing.published(given.role_kind).name,
        gained=_figure(taught.gained),
        adds={name: round(by.weights[name] / by.spreads[name], 6) for name in FEATURES},
        speaks=taught.calibration.speaks,
        meanings=tuple(
            Meaning(low=step.low, high=step.high, candidates=step.candidates, chosen=step.right)
            for step in taught.calibration.steps
        ),
        data=learned.data,
        hash=weighing.hash_of(by),
        digest=digest,
    )


def _figure(mean: Mean) -> Figure:
    return Figure(roles=mean.questions, mean=round(mean.mean, 4), low=round(mean.low, 4), high=round(mean.high, 4))


def _store(db: Database, actor: Actor, made: Ranker, file: bytes) -> None:
    properties = {
        "id": made.id,
        "role_kind": made.role_kind,
        "at": made.at,
        "digest": made.digest,
        "card": json.dumps(made.model_dump(mode="json", exclude={"digest", "in_use"})),
        "file": base64.b64encode(file).decode(),
    }
    detail = {"role_kind": made.role_kind, "data": made.data, "roles": made.outcomes.usable}
    event = audit.event(
        actor, audit.Tag.RANKER_TRAINED, made.id, after=made.digest, detail=detail | {"simulated": made.simulated}
    )
    db.write("rankers/store", properties=properties, event=event)


def _choose(db: Database, actor: Actor, role_kind: str, made: Ranker | None, reason: str | None) -> Choice:
    chosen = Choice(
        role_kind=role_kind, ranker_id=made.id if made else None, at=now(), by=actor.signature, reason=reason
    )
    entry = chosen.model_dump(exclude={"role_kind"}) | {"id": new_id()}
    before = learning.in_use(db, role_kind)
    told = {"ranker": chosen.ranker_id, "before": before, "worse": bool(made and made.worse)}
    event = audit.event(
        actor, audit.Tag.RANKER_CHOSEN, role_kind, after=made.digest if made else None, detail=told | {"reason": reason}
    )
    db.write("rankers/choose", role_kind=role_kind, ranker_id=chosen.ranker_id, entry=entry, event=event)
    return chosen


def _reason(reason: str | None, *, needed: bool) -> str | None:
    given = (reason or "").strip()
    if needed and not given:
        vi, en = "Hãy ghi lý do.", "Give a reason."
        raise Invalid(FieldError("/reason", "reason-missing", vi, en))
    if len(given) > _LONGEST_REASON:
        vi, en = f"Lý do dài nhất {_LONGEST_REASON} ký tự.", f"A reason has at most {_LONGEST_REASON} characters."
        raise Invalid(FieldError("/reason", "reason-long", vi, en))
    return given or None


def _too_few(counts: Outcomes) -> Conflict:
    return Conflict(
        "too-few-outcomes",
        vi=f"Cần ít nhất {FEWEST} vị trí đã quyết định có thể học được; mới có {counts.usable} trong "
        f"{counts.decided} vị trí đã chọn người. Không dùng được: {counts.without_run} không có lần gợi ý trước quyết "
        f"định, {counts.not_among} người được chọn không nằm trong danh sách, {counts.without_consent} người được chọn "
        f"nay không còn đồng ý được gợi ý, {counts.other_features} danh sách theo đặc trưng khác, "
        f"{counts.simulated} mô phỏng.",
        en=f"At least {FEWEST} decided roles that can be learned from are needed; there are {counts.usable} of "
        f"{counts.decided} for which somebody was chosen. Left out: {counts.without_run} without a list before the "
        f"decision, {counts.not_among} whose chosen person was not in it, {counts.without_consent} whose chosen person "
        f"no longer agrees to be suggested, {counts.other_features} with a list by other features, "
        f"{counts.simulated} simulated.",
    )


def _worse(made: Ranker) -> Conflict:
    reached, published = made.held_out.mean, made.published.mean
    return Conflict(
        "ranker-worse",
        vi=f"Trên {made.held_out.roles} quyết định mới hơn mà bộ này chưa học, nó đạt {_decimal(reached)}, kém bộ "
        f"trọng số đã công bố ({_decimal(published)}). Nếu vẫn muốn dùng, hãy thêm --anyway và ghi lý do.",
        en=f"On the {made.held_out.roles} newer decisions that it was not fitted on it reaches {reached:.3f}, less "
        f"than the published weights ({published:.3f}). To use it all the same, say --anyway and give a reason.",
    )


def _decimal(figure: float) -> str:
    return f"{figure:.3f}".replace(".", ",")


def _learned_from_simulated(made: Ranker) -> Conflict:
    return Conflict(
        "ranker-simulated",
        vi=f"Bộ xếp hạng {made.id} học từ hồ sơ mô phỏng. Nếu vẫn muốn dùng, hãy thêm --simulated; khi đó mọi danh "
        "sách đều ghi “(mô phỏng)”.",
        en=f"The ranker {made.id} was learned from simulated cases. To use it all the same, say --simulated; every "
        "list then says “(mô phỏng)”, simulated.",
    )
