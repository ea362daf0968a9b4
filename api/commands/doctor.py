"""`registry doctor`: look at the machine, the database and the index, and say what to do about each fault."""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Annotated

import typer

from api.commands import exits, findings, terminal
from api.commands.exits import Exit
from api.commands.findings import Finding, State, good
from api.commands.opening import OPERATOR, database, pool
from api.commands.terminal import Terminal
from graph import migrate
from graph.database import Database
from graph.errors import GraphError
from graph.failures import EngineFailed
from matching.storing import Fault
from registry import audit
from registry.errors import ModelRefused
from registry.pool import Pool

NAME = "doctor"
_MARKS = {
    State.GOOD: ("[tốt]", "[good]", "green"),
    State.DOUBTFUL: ("[lưu ý]", "[note]", "yellow"),
    State.FAULT: ("[lỗi]", "[fault]", "red"),
}

_ANEW = ("lần khởi động sau sẽ lập lại từ cơ sở dữ liệu", "the next start builds it from the database")
_KEPT: Mapping[Fault | None, tuple[str, str]] = {
    None: ("dùng được", "can be used"),
    Fault.ABSENT: (f"chưa có; {_ANEW[0]}", f"none yet; {_ANEW[1]}"),
    Fault.UNREADABLE: (f"không đọc được tệp; {_ANEW[0]}", f"the file cannot be read; {_ANEW[1]}"),
    Fault.OTHER: (
        f"thuộc phiên bản, mô hình hoặc dữ liệu khác; {_ANEW[0]}",
        f"made by another version or model, or of other data; {_ANEW[1]}",
    ),
    Fault.DAMAGED: (f"bị hỏng hoặc bị cắt cụt; {_ANEW[0]}", f"damaged or cut off; {_ANEW[1]}"),
}


def run(
    context: typer.Context,
    thorough: Annotated[
        bool,
        typer.Option("--thorough", help="Kiểm tra cả chuỗi nhật ký và chỉ mục. · Walk the chain, build the index."),
    ] = False,
) -> None:
    """Khám máy, cơ sở dữ liệu và chỉ mục; mỗi lỗi kèm cách sửa. Mã 1 nếu có lỗi.

    Look at Python, the engine, memory, disk, fonts, the database, its migrations, the audit chain and the index, and
    say what to do about each fault. Exit code 1 if there is a fault. Nothing is changed.

    Ví dụ · Example: **registry doctor --thorough**
    """
    reader = terminal.of(context)
    faults = 0
    for finding in _findings(reader, thorough=thorough):
        _tell(reader, finding)
        faults += finding.state is State.FAULT
    if faults:
        raise typer.Exit(Exit.CHECK_FAILED)


def _findings(reader: Terminal, *, thorough: bool) -> Iterator[Finding]:
    settings = reader.settings
    yield findings.python()
    installed = findings.engine(settings)
    yield installed
    yield findings.memory(settings)
    yield findings.disk(settings)
    yield findings.sessions(settings)
    yield findings.fonts()
    yield findings.model(settings)
    if installed.state is not State.FAULT:
        yield from _of_database(reader, thorough=thorough)


def _of_database(reader: Terminal, *, thorough: bool) -> Iterator[Finding]:
    what = ("Cơ sở dữ liệu", "Database")
    try:
        with database(reader.settings) as db:
            yield good(what, db.ping())
            missing = _migrations(db)
            yield missing
            if missing.state is State.GOOD:
                yield _chain(db, thorough=thorough)
                yield from _kept_index(reader, db)
                yield _index(reader, db, thorough=thorough)
    except (GraphError, EngineFailed) as error:
        _, vi, en = exits.told(error)
        yield Finding(State.FAULT, what, (vi, en))


def _migrations(db: Database) -> Finding:
    what = ("Nâng cấp", "Migrations")
    missing = migrate.missing(db)
    if missing:
        names = ", ".join(f"{migration.number:04}_{migration.name}" for migration in missing)
        to_do = ("Hãy chạy: registry migrate", "Run: registry migrate")
        return Finding(State.FAULT, what, (f"thiếu {names}", f"{names} missing"), to_do)
    return good(what, ", ".join(f"{migration.number:04}" for migration in migrate.known()))


def _chain(db: Database, *, thorough: bool) -> Finding:
    what = ("Chuỗi nhật ký", "Audit chain")
    if not thorough:
        last = audit.head(db)
        return Finding(State.GOOD, what, (f"{last} sự kiện", f"{last} events"))
    verdict = audit.verify(db, OPERATOR)
    if verdict.broken is None:
        whole = (f"{verdict.events} sự kiện, nguyên vẹn", f"{verdict.events} events, whole")
        return Finding(State.GOOD, what, whole)
    broken = (f"đứt ở sự kiện {verdict.broken.seq}", f"broken at event {verdict.broken.seq}")
    to_do = (
        "Nhật ký đã bị sửa ngoài phần mềm: giữ nguyên hiện trạng, đối chiếu với bản sao lưu.",
        "The audit was altered from outside: leave everything as it is and compare with a backup.",
    )
    return Finding(State.FAULT, what, broken, to_do)


def _kept_index(reader: Terminal, db: Database) -> Iterator[Finding]:
    """Whether the next start can map the index that was kept; nothing where a finding before says why it cannot."""
    what = ("Chỉ mục đã lưu", "Kept index")
    if not reader.settings.keep_index:
        yield Finding(State.GOOD, what, ("tắt (REGISTRY_KEEP_INDEX=false)", "off (REGISTRY_KEEP_INDEX=false)"))
        return
    with suppress(ModelRefused):
        fault = pool(reader.settings).kept_fault(db)
        yield Finding(State.GOOD if fault in {None, Fault.ABSENT} else State.DOUBTFUL, what, _KEPT[fault])


def _index(reader: Terminal, db: Database, *, thorough: bool) -> Finding:
    what = ("Chỉ mục", "Index")
    if not thorough:
        return Finding(State.GOOD, what, ("lập khi phục vụ; xem --thorough", "built when serving; see --thorough"))
    began = time.perf_counter()
    with reader.progress("Đang lập chỉ mục", "Building the index") as advance:
        state = Pool().now(db, progress=advance)
    spent = time.perf_counter() - began
    without = state.index.without_evidence()
    return Finding(
        State.GOOD,
        what,
        (
            f"{state.size} người đồng ý, {without} chưa có minh chứng, lập trong {spent:.1f} giây",
            f"{state.size} people agreed, {without} without evidence, built in {spent:.1f} s",
        ),
    )


def _tell(reader: Terminal, finding: Finding) -> None:
    vi, en, colour = _MARKS[finding.state]
    mark = reader.word(vi, en)
    reader.out.print(f"{mark:<8}", style=colour, end="", markup=False)
    reader.say(
        f"{finding.what[0]}: {finding.found[0]}",
        f"{finding.what[1]}: {finding.found[1]}",
    )
    if finding.to_do[0]:
        reader.say(f"        {finding.to_do[0]}", f"        {finding.to_do[1]}")
