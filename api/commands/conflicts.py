"""`registry conflicts`: what ties a person to others and to a mission."""

from typing import Annotated

import orjson
import typer
from rich.table import Table

from api.commands import terminal
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.language import date_text
from registry import conflicts
from registry.models.conflicts import Conflicts, Doubt, Pair, State, Tie

NAME = "conflicts"
_STATES = {
    State.CLEAR: ("không thấy xung đột", "no conflict found"),
    State.CONFLICT: ("CÓ XUNG ĐỘT", "CONFLICT"),
    State.UNKNOWN: ("CHƯA RÕ", "NOT KNOWN"),
}
_DOUBTS = {
    Doubt.NOTHING_TO_COMPARE: ("một bên chưa khai gì để so sánh", "one of the two has entered nothing to compare"),
    Doubt.POSSIBLE: ("cần người xem xét", "to be looked at"),
    Doubt.NOT_TOLD: ("không thể kết luận từ những gì được xem", "it cannot be decided by what may be seen"),
}


def run(
    context: typer.Context,
    expert_id: Annotated[str, typer.Argument(help="Mã chuyên gia. · Id of the person.")],
    others: Annotated[
        list[str] | None,
        typer.Option("--with", help="So với người, đơn vị hoặc tài khoản này. · Compare with this id; repeatable."),
    ] = None,
    mission: Annotated[
        str | None, typer.Option("--mission", help="So với nhiệm vụ này. · Compare with this mission.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Viết dạng JSON. · Write JSON.")] = False,
) -> None:
    """Tìm quan hệ có thể xung đột lợi ích của một người với người khác, đơn vị hoặc nhiệm vụ.

    Look for conflicts of interest under every identity of a person that is known, confirmed or not. The kinds of
    relations and their years are settings of this registry (the list `conflict_rules`), not law.

    Ví dụ · Example: **registry conflicts 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --mission 01998c1e-0b1c-7aaa-8000-1**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        found = conflicts.between(db, OPERATOR, expert_id, others=tuple(others or ()), mission_id=mission)
    if as_json:
        reader.out.print(orjson.dumps(found.model_dump(mode="json")).decode(), markup=False, soft_wrap=True)
    else:
        _show(reader, found)


def _show(reader: Terminal, found: Conflicts) -> None:
    heads = (("Với", "With"), ("Kết quả", "State"), ("Căn cứ", "Facts"))
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    for pair in found.pairs:
        table.add_row(pair.id, reader.word(*_STATES[pair.state]), _facts(reader, pair))
    reader.out.print(table)
    reader.say(
        f"Chung: {_STATES[found.state][0]}. Loại quan hệ và số năm là thiết đặt của hệ thống, không phải quy định.",
        f"Over all: {_STATES[found.state][1]}. Kinds and years are settings of this registry, not law.",
    )


def _facts(reader: Terminal, pair: Pair) -> str:
    said = [_tie(reader, tie) for tie in pair.ties]
    return "; ".join([*said, reader.word(*_DOUBTS[pair.doubt])] if pair.doubt else said)


def _tie(reader: Terminal, tie: Tie) -> str:
    days = [date_text(day, reader.language) for day in (tie.since, tie.until) if day]
    when = f" ({' – '.join(dict.fromkeys(days))})" if days else ""
    second = reader.word(", theo hồ sơ thứ hai chưa xác nhận", ", under a second record nobody confirmed")
    return f"{tie.label.in_(reader.language)}{when}{second if tie.unconfirmed else ''}"
