"""The importer for records of led programmes: JSON lines in, experts with their programmes and institutes out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter

from graph.database import Database
from graph.errors import GraphUnavailable
from registry import lists
from registry.access import Actor, Permission, require
from registry.codes import wrong
from registry.errors import Conflict, FieldError, Invalid
from registry.importers.lines import Damaged
from registry.importers.outcomes import Interrupted, Listener, Progress, Result, Summary
from registry.importers.programme_known import Known, Terms
from registry.importers.programme_plans import Plan, plan
from registry.importers.programme_records import Read, read, warning_of
from registry.importers.programme_writes import PlanOutdated, write
from registry.models.experts import Standing
from registry.models.values import now

# Rows of a batch, and the people that they may name together.
_ROWS = 1000
_PEOPLE = 2000
# A plan is made anew when somebody changed what it builds on; more often than this it is no accident.
_TRIES = 5
# A file of another kind must not fill the memory with the names of its fields.
_WARNINGS = 50


@dataclass(slots=True)
class _Course:
    """How far an import has come."""

    progress: Progress | None
    listener: Listener | None
    total: int | None
    rows: int = 0
    results: Counter[Result] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    warnings: dict[str, FieldError] = field(default_factory=dict)
    stopped_at: int | None = None


def run(
    db: Database,
    actor: Actor,
    lines: Iterable[bytes],
    *,
    source: str,
    dry_run: bool = False,
    stop_at_error: bool = False,
    progress: Progress | None = None,
    listener: Listener | None = None,
    agree: bool = False,
    language: str = "en",
    currency: str = "USD",
    country: str | None = None,
    standing: Standing = Standing.FOREIGN,
) -> Summary:
    """Import records of led programmes; the same file may be imported again and changes nothing then.

    Everything is found again by `source` and its code there. Who is new is registered with the code as name, shown to
    institutes as their programmes are; who is there keeps all they have and is only given programmes that they have no
    claim to, so that a programme rejected as "not mine" stays rejected. Nothing is added to a closed profile. What the
    source now says otherwise of a programme of its own is taken over.

    Args:
        source: a short name such as `nsf-awards-2017`, in small letters, digits, points and hyphens.
        dry_run: write nothing; the summary says what would be done.
        stop_at_error: end at the first rejected row; the rows before it are imported.
        listener: told the outcome of each row, in order, once its batch is safely in.
        agree: the new people count as having agreed to be matched (no receipt is written): for development only.
        language: `vi` or `en`, the language of titles and texts.
        country: ISO 3166-1 alpha-2, for rows that name no country; people are taken to live in that of their row.

    Raises:
        NotAllowed: the actor may not import.
        Invalid: the source, the language, the currency or the country cannot be used.
        Interrupted: the database stopped answering; it says how many rows are in.
    """
    require(actor, Permission.EXPERT_IMPORT)
    terms = Terms(source, language, currency, standing, agree, now())
    _check(terms, country)
    begun = perf_counter()
    course = _Course(progress, listener, len(lines) if isinstance(lines, Sized) else None)
    batches = _batches(_rows(lines, country, course, stop_at_error=stop_at_error))
    try:
        if dry_run:
            _look(db, batches, terms, course)
        else:
            _load(db, actor, batches, terms, course)
    except GraphUnavailable as error:
        raise Interrupted(course.rows, str(error)) from error
    return _summary(course, terms, dry_run=dry_run, seconds=perf_counter() - begun)


def _look(db: Database, batches: Iterable[list[Read]], terms: Terms, course: _Course) -> None:
    """Plan everything and write nothing; each plan builds on those before it."""
    ahead = Known()
    for batch in batches:
        made = plan(db, batch, terms, ahead=ahead)
        ahead.add(made.known)
        _settle(course, made)


def _load(db: Database, actor: Actor, batches: Iterable[list[Read]], terms: Terms, course: _Course) -> None:
    """Write batch after batch; while one is written, the next is read and planned on what that one will have made."""
    with ThreadPoolExecutor(1) as writer:
        under_way: tuple[Future[None], list[Read], Plan] | None = None
        for batch in batches:
            made = plan(db, batch, terms, ahead=under_way[2].known if under_way else None)
            if under_way and not _written(db, actor, under_way, terms, course):
                made = plan(db, batch, terms)
            under_way = writer.submit(write, db, actor, made, terms), batch, made
        if under_way:
            _written(db, actor, under_way, terms, course)


def _written(
    db: Database, actor: Actor, under_way: tuple[Future[None], list[Read], Plan], terms: Terms, course: _Course
) -> bool:
    """Wait until a batch is in; False if it had to be planned anew, so that plans which build on it are void."""
    future, batch, made = under_way
    try:
        future.result()
    except PlanOutdated:
        _settle(course, _again(db, actor, batch, terms))
        return False
    _settle(course, made)
    return True


def _again(db: Database, actor: Actor, batch: Sequence[Read], terms: Terms) -> Plan:
    for _ in range(_TRIES):
        made = plan(db, batch, terms)
        try:
            write(db, actor, made, terms)
        except PlanOutdated:
            continue
        return made
    raise Conflict(
        "import-conflict",
        vi="Một lô bản ghi luôn xung đột với dữ liệu đang được người khác sửa. Hãy chạy lại lệnh nạp sau ít phút.",
        en="A batch keeps meeting records that somebody else is changing. Run the same import again in a few minutes.",
    )


def _settle(course: _Course, made: Plan) -> None:
    """Count a batch that is in, and tell of its rows."""
    course.rows += len(made.outcomes)
    course.results.update(outcome.result for outcome in made.outcomes)
    course.made.update(
        people=len(made.newcomers), institutes=len(made.institutes), programmes=len(made.programmes), claims=made.claims
    )
    if course.listener:
        for outcome in made.outcomes:
            course.listener(outcome)
    if course.progress:
        course.progress(course.rows, course.total)


def _rows(lines: Iterable[bytes], country: str | None, course: _Course, *, stop_at_error: bool) -> Iterator[Read]:
    """The lines as they are understood, empty ones left out; the end of a damaged file counts as a rejected row."""
    number = 0
    source = iter(lines)
    while course.stopped_at is None:
        number += 1
        try:
            raw = next(source)
        except StopIteration:
            return
        except Damaged as damage:
            course.stopped_at = number
            yield Read(number, None, (FieldError("", damage.code, damage.vi, damage.en),))
            return
        if not raw.strip():
            continue
        row = read(number, raw, country=country)
        for name in sorted(row.fields - course.warnings.keys())[: _WARNINGS - len(course.warnings)]:
            course.warnings[name] = warning_of(name)
        if row.record is None and stop_at_error:
            course.stopped_at = number
        yield row


def _batches(rows: Iterable[Read]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    people = 0
    for row in rows:
        batch.append(row)
        people += len(row.record.people) if row.record else 0
        if len(batch) >= _ROWS or people >= _PEOPLE:
            yield batch
            batch, people = [], 0
    if batch:
        yield batch


def _check(terms: Terms, country: str | None) -> None:
    errors = [] if country is None else wrong("/country", [country], lists.country)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,59}", terms.source) or terms.source == "self":
        errors.append(
            FieldError(
                "/source",
                "source-form",
                "Tên nguồn gồm 2 đến 60 chữ thường không dấu, chữ số, dấu chấm, gạch nối; “self” đã dành riêng.",
                "A source has 2 to 60 small letters without marks, digits, points and hyphens; “self” is reserved.",
            )
        )
    if terms.language not in ("vi", "en"):
        errors.append(
            FieldError("/language", "language-unknown", "Ngôn ngữ là vi hoặc en.", "The language is vi or en.")
        )
    if not re.fullmatch("[A-Z]{3}", terms.currency):
        errors.append(
            FieldError(
                "/currency",
                "currency-form",
                "Mã tiền tệ gồm ba chữ hoa, như USD.",
                "A currency has three capital letters, such as USD.",
            )
        )
    if errors:
        raise Invalid(*errors)


def _summary(course: _Course, terms: Terms, *, dry_run: bool, seconds: float) -> Summary:
    return Summary(
        source=terms.source,
        dry_run=dry_run,
        created=course.results[Result.CREATED],
        updated=course.results[Result.UPDATED],
        unchanged=course.results[Result.UNCHANGED],
        rejected=course.results[Result.REJECTED],
        people=course.made["people"],
        institutes=course.made["institutes"],
        programmes=course.made["programmes"],
        claims=course.made["claims"],
        seconds=seconds,
        warnings=tuple(course.warnings.values()),
        stopped_at=course.stopped_at,
    )
