"""`registry assign`: a person for every open role of all missions at once."""

import sys
from typing import Annotated

import orjson
import typer
from rich.table import Table

from api.commands import opening, terminal
from api.commands.opening import OPERATOR, ready_database
from api.language import number_text
from registry import assignments, finding
from registry.models.teams import MOST_LOAD

NAME = "assign"


def run(
    context: typer.Context,
    most_load: Annotated[
        int, typer.Option("--load", min=1, max=MOST_LOAD, help="Tải cao nhất của một người. · Most load of a person.")
    ] = 3,
    seed: Annotated[int | None, typer.Option(min=0, max=2**31 - 1, help="Số gieo. · Seed of the draw.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Xuất JSON. · Write JSON.")] = False,
) -> None:
    """Phân công thử cho tất cả vị trí đang mở cùng một lúc, để không dồn mọi việc cho một người; không lưu lại.

    Assign people to all open roles at once, so that no person is the answer to everything: as many roles as can be
    filled within the load of each person, near equals drawn by the seed. Nothing is recorded.

    Ví dụ · Example: **registry assign --load 2 --seed 57**
    """
    reader = terminal.of(context)
    language = reader.language
    with ready_database(reader.settings) as db:
        pool = opening.pool(reader.settings)
        with reader.progress("Đang lập chỉ mục", "Building the index") as advance:
            pool.now(db, progress=advance)
        made = assignments.of_all(db, pool, OPERATOR, most_load=most_load, seed=seed)
        people = finding.get_agreeing(db, OPERATOR, [role.expert_id for role in made.roles if role.expert_id])
    if json:
        sys.stdout.write(orjson.dumps(made.model_dump(mode="json")).decode() + "\n")
        return
    table = Table(reader.word("Nhiệm vụ", "Mission"), reader.word("Vị trí", "Role"), reader.word("Người", "Person"))
    for role in made.roles:
        view = people.get(role.expert_id or "")
        name = view.name.as_written if view and view.name else "–"
        table.add_row(role.mission_title.in_(language), role.title.in_(language), name)
    reader.out.print(table)
    first, assigned = (number_text(value, language, places=2) for value in (made.gini_of_first, made.gini_of_assigned))
    reader.note(
        f"Số gieo {made.seed}. Hệ số Gini của {made.considered} người được xét: {first} nếu vị trí nào cũng lấy người "
        f"đứng đầu, {assigned} khi phân công.",
        f"Seed {made.seed}. Gini of the {made.considered} people considered: {first} if every role took its first "
        f"candidate, {assigned} as assigned.",
    )
