"""Storing many records at once: in batches, each one transaction with one event that carries the digest of its rows."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from graph.database import Database, Event, Row, Step
from graph.errors import AlreadyThere, NothingWritten
from registry import audit, institute_records, mission_records
from registry.access import Actor, Permission, require
from registry.bulk_steps import expert_rows, expert_steps, present, sliced
from registry.canonical import canonical
from registry.errors import Conflict, Duplicate
from registry.identity import new_id
from registry.models.experts import Expert
from registry.models.institutes import Institute
from registry.models.missions import Mission
from registry.models.values import digest_of

# Called with the number of records that are safely in, whether they were stored now or before.
Progress = Callable[[int], None]

Record = TypeVar("Record", Institute, Expert, Mission)

# Another writer may store the same records between our look and our write; more often than this it is no accident.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Subject(Generic[Record]):
    """How one kind of record is stored."""

    tag: audit.Tag
    known: str
    create: str
    size: int
    sealed: Callable[[Record], Record]
    rows: Callable[[Sequence[Record]], list[Row]]
    steps: Callable[[Sequence[Record]], list[Step]]


def store_institutes(
    db: Database, actor: Actor, items: Iterable[Institute], *, source: str, progress: Progress | None = None
) -> int:
    """Store institutes that are not there yet, by id and source key; what is there stays as it is.

    A batch is stored whole or not at all, so that a run that was interrupted is simply run again.

    Returns:
        How many were stored now; 0 says that nothing was changed.

    Raises:
        NotAllowed: the actor may not import.
        Duplicate: another record holds a value that must be unique, such as the ROR identifier.
    """
    return _store(db, actor, items, _INSTITUTES, source=source, progress=progress)


def store_experts(
    db: Database, actor: Actor, items: Iterable[Expert], *, source: str, progress: Progress | None = None
) -> int:
    """Store experts with all their claims as `store_institutes` stores institutes.

    Claims that name the same evidence share one node. No receipt of consent is written: `agreed_to_matching` is taken
    as the record says it.
    """
    return _store(db, actor, items, _EXPERTS, source=source, progress=progress)


def store_missions(
    db: Database, actor: Actor, items: Iterable[Mission], *, source: str, progress: Progress | None = None
) -> int:
    """Store missions with their roles as `store_institutes` stores institutes.

    Raises:
        Conflict: the institute of a mission is not there.
    """
    return _store(db, actor, items, _MISSIONS, source=source, progress=progress)


def digest_of_batch(records: Iterable[Institute | Expert | Mission]) -> str:
    """SHA-256 over the RFC 8785 canonical JSON of `[[id, digest], …]`, in the order in which they are stored.

    The digest of each record covers all its content, so this one covers the whole batch.
    """
    return hashlib.sha256(canonical([[record.id, record.digest] for record in records])).hexdigest()


def _store(
    db: Database,
    actor: Actor,
    items: Iterable[Record],
    subject: _Subject[Record],
    *,
    source: str,
    progress: Progress | None,
) -> int:
    require(actor, Permission.EXPERT_IMPORT)
    stored = done = 0
    for batch in _batches(items, subject.size):
        stored += _store_batch(db, actor, batch, subject, source=source)
        done += len(batch)
        if progress:
            progress(done)
    return stored


def _store_batch(db: Database, actor: Actor, batch: Sequence[Record], subject: _Subject[Record], *, source: str) -> int:
    for _ in range(_TRIES):
        records = [subject.sealed(_of_source(record, source)) for record in _missing(db, batch, subject)]
        if not records:
            return 0
        try:
            db.write(
                subject.create,
                rows=subject.rows(records),
                expected=len(records),
                then=subject.steps(records),
                event=_event(actor, subject.tag, records, source),
            )
        except AlreadyThere:
            continue
        except NothingWritten:
            raise _without_institute() from None
        return len(records)
    raise _taken()


def _event(actor: Actor, tag: audit.Tag, records: Sequence[Record], source: str) -> Event:
    detail = {"source": source, "count": len(records), "first": records[0].id, "last": records[-1].id}
    return audit.event(actor, tag, new_id(), kind="batch", after=digest_of_batch(records), detail=detail)


def _missing(db: Database, batch: Sequence[Record], subject: _Subject[Record]) -> list[Record]:
    """The records of a batch that are not there, each once."""
    keys = [record.source_key for record in batch if record.source_key]
    known = db.read(subject.known, ids=[record.id for record in batch], source_keys=keys)
    seen = {row["id"] for row in known} | {row["source_key"] for row in known if row["source_key"]}
    missing = []
    for record in batch:
        if record.id not in seen and (record.source_key is None or record.source_key not in seen):
            missing.append(record)
            seen |= {record.id, record.source_key} - {None}
    return missing


def _of_source(record: Record, source: str) -> Record:
    """What is stored in bulk nobody declared in person, so that it names its source."""
    return record if record.source != "self" else record.model_copy(update={"source": source, "digest": ""})


def _batches(items: Iterable[Record], size: int) -> Iterator[list[Record]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _sealed_institute(institute: Institute) -> Institute:
    return institute if institute.digest else institute.model_copy(update={"digest": digest_of(institute)})


def _sealed_expert(expert: Expert) -> Expert:
    return expert if expert.digest else expert.model_copy(update={"digest": digest_of(expert)})


def _sealed_mission(mission: Mission) -> Mission:
    return mission if mission.digest else mission_records.sealed(mission)


def _institute_rows(institutes: Sequence[Institute]) -> list[Row]:
    return [present(institute_records.properties_of(institute)) for institute in institutes]


def _mission_rows(missions: Sequence[Mission]) -> list[Row]:
    return [
        {"institute_id": mission.institute_id, "properties": present(mission_records.properties_of(mission))}
        for mission in missions
    ]


def _mission_steps(missions: Sequence[Mission]) -> list[Step]:
    fills = [
        {"role_id": role.id, "expert_id": role.filled_by, "at": mission.updated_at}
        for mission in missions
        for role in mission.roles
        if role.filled_by
    ]
    return [*mission_records.steps_of(missions), *sliced("bulk/fills", fills)]


_INSTITUTES = _Subject(
    tag=audit.Tag.INSTITUTES_IMPORTED,
    known="bulk/known_institutes",
    create="bulk/institutes",
    size=2000,
    sealed=_sealed_institute,
    rows=_institute_rows,
    steps=lambda _: [],
)
_EXPERTS = _Subject(
    tag=audit.Tag.EXPERTS_IMPORTED,
    known="bulk/known_experts",
    create="bulk/experts",
    size=2000,
    sealed=_sealed_expert,
    rows=expert_rows,
    steps=expert_steps,
)
# A mission has long texts and up to fifty roles.
_MISSIONS = _Subject(
    tag=audit.Tag.MISSIONS_IMPORTED,
    known="bulk/known_missions",
    create="bulk/missions",
    size=40,
    sealed=_sealed_mission,
    rows=_mission_rows,
    steps=_mission_steps,
)


def _without_institute() -> Conflict:
    return Conflict(
        "mission-institute-missing",
        vi="Có nhiệm vụ thuộc về một tổ chức chưa có trong hệ thống. Hãy nạp các tổ chức trước.",
        en="A mission belongs to an institute that is not in the registry. Store the institutes first.",
    )


def _taken() -> Duplicate:
    return Duplicate(
        "bulk-taken",
        vi="Trong lô này có mã định danh (ORCID, ROR hoặc mã vai trò) đã thuộc về hồ sơ khác. Không có gì được ghi.",
        en="This batch holds an identifier (an ORCID, a ROR id or the id of a role) that another record has. "
        "Nothing of it was written.",
    )
