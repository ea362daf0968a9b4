"""`registry demo`: the whole of the registry once, on people who do not exist, then its pages."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from api.commands import (
    candidates,
    demo_accounts,
    demo_cases,
    generate,
    importing,
    match,
    opening,
    report,
    serve,
    terminal,
)
from api.commands.demo_state import Remembered, recall, remember
from api.commands.exits import Exit, Refused
from api.commands.opening import OPERATOR, database
from api.commands.terminal import Terminal
from api.language import date_text
from graph.database import Database
from registry import lists, matches, missions, setup
from registry.errors import NotFound
from registry.generator import LARGEST, SMALLEST
from registry.importers import programmes
from registry.models.missions import Mission, MissionStatus, Role, RoleStatus
from registry.pool import Pool

NAME = "demo"
_CANDIDATES = 10


def run(
    context: typer.Context,
    size: Annotated[int, typer.Option(min=SMALLEST, max=LARGEST, help="Số chuyên gia. · How many experts.")] = 2000,
    seed: Annotated[
        int, typer.Option(min=0, help="Số gieo: cùng số, cùng mạng lưới. · Seed of the network.")
    ] = generate.SEED,
    data: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Nạp thêm tệp chương trình này. · Import these programmes too."),
    ] = None,
    pages: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Sau đó phục vụ các trang. · Serve the pages afterwards.")
    ] = True,
) -> None:
    """Trình diễn toàn bộ Hệ thống trên mạng lưới minh hoạ, rồi phục vụ các trang.

    Start the engine, migrate, load a network of people who do not exist, take a mission with its roles, suggest
    leaders for one role with reasons, write a first report, and serve the pages until interrupted. The second run
    finds everything there and changes nothing.

    Ví dụ · Example: **registry demo --size 5000 --no-serve**
    """
    given = terminal.of(context)
    reader = Terminal(serve.settled(given.settings), given.language)
    reader.settings.data_folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        _head(reader, 1, "Mở cơ sở dữ liệu", "Open the database")
        db = opened.enter_context(database(reader.settings))
        applied = ", ".join(setup.prepare(db, OPERATOR)) or reader.word("đã có sẵn", "already there")
        reader.say(f"{db.ping()}; nâng cấp: {applied}.", f"{db.ping()}; migrations: {applied}.")
        pool = opening.pool(reader.settings)
        known = _network(reader, db, size, seed)
        if data is not None:
            _import(reader, db, data)
        known = _mission(reader, db, known)
        known = _suggestion(reader, db, pool, known)
        _cases(reader, db, pool, known)
        remember(reader.settings.data_folder, known)
        _report(reader, db)
        _accounts(reader, db, known)
        if pages:
            serve.serve(reader, db, pool=pool)


def _head(reader: Terminal, number: int, vi: str, en: str) -> None:
    reader.out.print()
    reader.out.print(f"{number}. {reader.word(vi, en)}", style="bold", markup=False)


def _network(reader: Terminal, db: Database, size: int, seed: int) -> Remembered:
    """Load the network, unless this very one was loaded into this very database."""
    _head(reader, 2, "Nạp mạng lưới minh hoạ", "Load the demonstration network")
    known = recall(reader.settings.data_folder)
    if known is not None and known.same_network(size, seed) and _role_is_there(db, known):
        reader.say(
            f"Đã có sẵn: {size} người không có thật (seed {seed}).",
            f"Already there: {size} people who do not exist (seed {seed}).",
        )
        return known
    generate.load(reader, db, size=size, seed=seed)
    return Remembered(size=size, seed=seed)


def _role_is_there(db: Database, known: Remembered) -> bool:
    try:
        missions.role(db, OPERATOR, known.role)
    except NotFound:
        return False
    return True


def _import(reader: Terminal, db: Database, data: Path) -> None:
    source = data.name.partition(".")[0].lower()
    with reader.progress(f"Đang nạp {data.name}", f"Importing {data.name}") as advance:
        summary = programmes.run(db, OPERATOR, importing.Lines(data), source=source, progress=advance, agree=True)
    importing.told(reader, summary)


def _mission(reader: Terminal, db: Database, known: Remembered) -> Remembered:
    """Take the mission that was shown before, else the open one that seeks the most people."""
    _head(reader, 3, "Một nhiệm vụ và các vị trí của nó", "A mission and its roles")
    mission, role = _shown_before(db, known) or _first_open(db)
    language = reader.language
    reader.out.print(mission.title.in_(language), markup=False)
    name = mission.institute_name.in_(language) if mission.institute_name else mission.institute_id
    due = date_text(mission.deadline, language)
    reader.say(f"Tổ chức chủ trì: {name}. Thời hạn: {due}.", f"Run by {name}. Deadline: {due}.")
    for each in mission.roles:
        kind = lists.label(lists.role_kind(each.kind), language)
        mark = "→" if each.id == role.id else " "
        reader.out.print(f"{mark} {each.title.in_(language)} ({kind}, {each.id})", markup=False, soft_wrap=True)
    return known.model_copy(update={"institute": mission.institute_id, "mission": mission.id, "role": role.id})


def _shown_before(db: Database, known: Remembered) -> tuple[Mission, Role] | None:
    if not known.mission:
        return None
    mission = missions.get(db, OPERATOR, known.mission)
    return next(((mission, role) for role in mission.roles if role.id == known.role), None)


def _first_open(db: Database) -> tuple[Mission, Role]:
    open_roles = [
        (mission, [role for role in mission.roles if role.status is RoleStatus.OPEN])
        for mission in missions.find(db, OPERATOR, status=MissionStatus.OPEN).rows
    ]
    mission, roles = max(open_roles, key=lambda pair: len(pair[1]), default=(None, []))
    if mission is None or not roles:
        raise Refused(
            "no-open-role",
            Exit.REFUSED,
            vi="Trong cơ sở dữ liệu không có nhiệm vụ nào còn vị trí trống.",
            en="No mission in the database has an open role.",
        )
    return mission, roles[0]


def _suggestion(reader: Terminal, db: Database, pool: Pool, known: Remembered) -> Remembered:
    _head(reader, 4, "Ai có thể đảm nhận vị trí này, và vì sao", "Who could take this role, and why")
    run_id = known.run or matches.latest(db, OPERATOR, known.role)
    if run_id is None:
        run_id = match.asked(reader, db, pool, known.role, _CANDIDATES)
    else:
        reader.say("Đã có sẵn lần gợi ý được lưu:", "Already there, as it was recorded:")
    made, people = matches.get(db, OPERATOR, run_id)
    candidates.show(reader, made, people)
    first = next((each.expert_id for each in made.candidates if each.expert_id in people), "")
    return known.model_copy(update={"run": run_id, "expert": known.expert or first})


def _cases(reader: Terminal, db: Database, pool: Pool, known: Remembered) -> None:
    _head(reader, 5, "Hồ sơ tuyển chọn: từ đề cử đến khi bắt đầu", "Cases: from nomination to the start")
    made = demo_cases.ensure(db, OPERATOR, pool, seed=known.seed, without=known.role)
    told = reader.word(f"{made} hồ sơ mô phỏng", f"{made} simulated cases")
    there = reader.word("Đã có sẵn", "Already there")
    address = f"{reader.settings.base_url}/reports/waiting"
    reader.say(
        f"{told if made else there}. Hồ sơ phải chờ bao lâu: {address}",
        f"{told if made else there}. How long they wait: {address}",
    )


def _report(reader: Terminal, db: Database) -> None:
    _head(reader, 6, "Báo cáo đầu tiên về mạng lưới", "A first report on the network")
    file = reader.settings.data_folder / f"report-{reader.language}.pdf"
    if file.exists():
        reader.say(f"Đã có sẵn: {file}", f"Already there: {file}")
        return
    report.write(reader, db, file, reader.language)


def _accounts(reader: Terminal, db: Database, known: Remembered) -> None:
    _head(reader, 7, "Xem tiếp", "Where to look next")
    file = reader.settings.data_folder / "demo-accounts.txt"
    made = demo_accounts.ensure(
        db,
        OPERATOR,
        file,
        institute_id=known.institute,
        expert_id=known.expert or None,
        language=reader.language,
    )
    base = reader.settings.base_url
    reader.say(f"Các trang: {base}", f"The pages: {base}")
    reader.say(f"Nhiệm vụ: {base}/missions/{known.mission}", f"The mission: {base}/missions/{known.mission}")
    reader.say(f"Giao diện JSON: {base}/api/openapi.json", f"The JSON interface: {base}/api/openapi.json")
    for login, password in made.items():
        reader.out.print(f"  {login:<28} {password}", markup=False)
    reader.say(
        f"Mật khẩu của các tài khoản minh hoạ chỉ hiện lần đầu và được giữ ở {file} (chỉ bạn đọc được).",
        f"The passwords of the demonstration accounts are shown the first time and kept in {file} (mode 600).",
    )
