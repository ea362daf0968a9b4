"""`registry match`: ask for candidates for a role."""

import sys
from enum import StrEnum
from typing import Annotated, Final

import orjson
import typer

from api import csv_export
from api.commands import candidates, opening, terminal
from api.commands.exits import Exit, Refused
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from graph.database import Database
from registry import matches
from registry.models.matches import NO_FILTERS, Filters, KeptBy
from registry.pool import Pool

NAME = "match"
_NONE: Final[list[str]] = []


class Form(StrEnum):
    """How candidates are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def run(
    context: typer.Context,
    role_id: Annotated[str, typer.Argument(help="Mã vị trí. · Id of the role.")],
    limit: Annotated[int, typer.Option(min=1, max=matches.MOST, help="Số người tối đa. · How many people.")] = 20,
    form: Annotated[Form, typer.Option("--format", help="Dạng kết quả. · How to write them.")] = Form.TABLE,
    latest: Annotated[
        bool, typer.Option("--latest", help="Đọc lần gợi ý gần nhất. · Read the newest run, ask for none.")
    ] = False,
    *,
    field: Annotated[list[str], typer.Option(help="Mã lĩnh vực, lặp lại được. · Code of a field, repeatable.")] = _NONE,
    country: Annotated[list[str], typer.Option(help="Nước cư trú (FR). · Country of residence.")] = _NONE,
    standing: Annotated[list[str], typer.Option(help="Diện chuyên gia. · Standing to Viet Nam.")] = _NONE,
    works_in: Annotated[list[str], typer.Option(help="Ngôn ngữ làm việc (en). · Language of work.")] = _NONE,
    available: Annotated[str | None, typer.Option(help="Có thể bắt đầu trước (2027-03). · Can begin by.")] = None,
    law: Annotated[
        KeptBy | None,
        typer.Option(help="Bỏ người luật loại trừ, hoặc cả người còn thiếu. · Leave out whom the law does."),
    ] = None,
) -> None:
    """Gợi ý người có thể đảm nhận một vị trí, kèm lý do; lần gợi ý được lưu.

    Suggest people for an open role, with reasons. The run is recorded with its algorithm and the state of the
    registry that it saw. CSV opens in a spreadsheet with its Vietnamese letters.

    Ví dụ · Example: **registry match 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --limit 10 --format csv > candidates.csv**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        pool = opening.pool(reader.settings)
        filters = Filters(
            field=tuple(field),
            country=tuple(country),
            standing=tuple(standing),
            language=tuple(works_in),
            available=available,
            law=law,
        )
        run_id = _latest(db, role_id) if latest else asked(reader, db, pool, role_id, limit, filters=filters)
        made, people = matches.get(db, OPERATOR, run_id)
    match form:
        case Form.CSV:
            _write(csv_export.candidates(made, people, reader.language))
        case Form.JSON:
            views = {id: view.model_dump(mode="json") for id, view in people.items()}
            _write(orjson.dumps({"run": made.model_dump(mode="json"), "people": views}) + b"\n")
        case Form.TABLE:
            candidates.show(reader, made, people)


def asked(
    reader: Terminal, db: Database, pool: Pool, role_id: str, limit: int, *, filters: Filters = NO_FILTERS
) -> str:
    """Build the index with a bar, ask for candidates, and return the id of the recorded run."""
    with reader.progress("Đang lập chỉ mục", "Building the index") as advance:
        pool.now(db, progress=advance)
    return matches.run(db, pool, OPERATOR, role_id, limit=limit, filters=filters).id


def _latest(db: Database, role_id: str) -> str:
    run_id = matches.latest(db, OPERATOR, role_id)
    if run_id is None:
        raise Refused(
            "no-run",
            Exit.REFUSED,
            vi=f"Chưa có lần gợi ý nào cho vị trí {role_id}.",
            en=f"Nobody has asked for candidates for the role {role_id} yet.",
        )
    return run_id


def _write(data: bytes) -> None:
    """Bytes as they are: a table for a spreadsheet begins with a mark that no text layer may touch."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
