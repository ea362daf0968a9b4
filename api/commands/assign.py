"""`registry assign`: a person for every open role of all missions at once."""

import sys
from collections.abc import Mapping
from typing import Annotated

import orjson
import typer
from rich.table import Table

from api.commands import opening, terminal
from api.commands.exits import Exit, Refused
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.language import number_text
from graph.database import Database
from registry import assignments
from registry.models.assignments import Assignment, AssignmentAsk
from registry.models.experts import ExpertView
from registry.models.teams import MOST_LOAD

NAME = "assign"


def run(
    context: typer.Context,
    most_load: Annotated[
        int, typer.Option("--load", min=1, max=MOST_LOAD, help="Tải cao nhất của một người. · Most load of a person.")
    ] = 3,
    seed: Annotated[int | None, typer.Option(min=0, max=2**31 - 1, help="Số gieo. · Seed of the draw.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Xuất JSON. · Write JSON.")] = False,
    run_id: Annotated[
        str | None, typer.Option("--run", help="Đọc lại lần này, hoặc `latest`. · Read this run again, or `latest`.")
    ] = None,
) -> None:
    """Phân công thử cho tất cả vị trí đang mở cùng một lúc, để không dồn mọi việc cho một người; kết quả được lưu.

    Assign people to all open roles at once, so that no person is the answer to everything: as many roles as can be
    filled within the load of each person, near equals drawn by the seed. The answer is recorded; `--run` reads one
    again and asks for none.

    Ví dụ · Example: **registry assign --load 2 --seed 57**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        if run_id is None:
            run_id = _asked(reader, db, AssignmentAsk(most_load=most_load, seed=seed))
        made, people = assignments.get(db, OPERATOR, _latest(db) if run_id == "latest" else run_id)
    if json:
        views = {id: view.model_dump(mode="json") for id, view in people.items()}
        sys.stdout.write(orjson.dumps({"run": made.model_dump(mode="json"), "people": views}).decode() + "\n")
        return
    _show(reader, made, people)


def _asked(reader: Terminal, db: Database, asked: AssignmentAsk) -> str:
    pool = opening.pool(reader.settings)
    with reader.progress("Đang lập chỉ mục", "Building the index") as advance:
        pool.now(db, progress=advance)
    return assignments.of_all(db, pool, OPERATOR, asked).id


def _latest(db: Database) -> str:
    made = assignments.find(db, OPERATOR)
    if not made:
        raise Refused(
            "no-run",
            Exit.REFUSED,
            vi="Chưa có lần phân công thử nào.",
            en="Nobody has asked for an assignment yet.",
        )
    return made[0].id


def _show(reader: Terminal, made: Assignment, people: Mapping[str, ExpertView]) -> None:
    language = reader.language
    table = Table(reader.word("Nhiệm vụ", "Mission"), reader.word("Vị trí", "Role"), reader.word("Người", "Person"))
    for role in made.roles:
        view = people.get(role.expert_id or "")
        name = view.name.as_written if view and view.name else "–"
        table.add_row(role.mission_title.in_(language), role.title.in_(language), name)
    reader.out.print(table)
    first, assigned = (number_text(value, language, places=2) for value in (made.gini_of_first, made.gini_of_assigned))
    reader.note(
        f"Số gieo {made.seed}. Hệ số Gini của {made.considered} người được xét: {first} nếu vị trí nào cũng lấy người "
        f"đứng đầu, {assigned} khi phân công. Có người cho {made.filled}/{made.open} vị trí; lưu với mã {made.id}.",
        f"Seed {made.seed}. Gini of the {made.considered} people considered: {first} if every role took its first "
        f"candidate, {assigned} as assigned. {made.filled} of {made.open} roles are filled; recorded as {made.id}.",
    )
