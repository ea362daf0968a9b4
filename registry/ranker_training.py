"""The learning of a ranker from the decided cases of a kind of role, and the keeping of it with its figures."""

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
from registry.errors import Conflict
from registry.identity import new_id
from registry.models.rankers import Figure, Meaning, Outcomes, Ranker
from registry.models.values import now, today
from registry.outcomes import Decided
from registry.ranking import learning, weighing

FEWEST: Final = 30
"""Of fewer decided roles of a kind nothing is learned: by so few, chance alone would weigh the features."""
FEWEST_HELD_OUT: Final = 10
_HELD_OUT: Final = 3
"""One of so many decided roles, the newest ones, is held out."""


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
    store(db, actor, made, file)
    return made


def store(db: Database, actor: Actor, made: Ranker, file: bytes) -> None:
    """Keep a ranker with its file."""
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
        digest=digest,
    )


def _figure(mean: Mean) -> Figure:
    return Figure(roles=mean.questions, mean=round(mean.mean, 4), low=round(mean.low, 4), high=round(mean.high, 4))


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
