"""`registry migrate`: apply what the database lacks."""

import typer

from api.commands import terminal
from api.commands.opening import OPERATOR, database
from registry import setup

NAME = "migrate"


def run(context: typer.Context) -> None:
    """Nâng cấp cơ sở dữ liệu và nạp các danh mục; chạy lại không thay đổi gì.

    Apply the missing migrations and bring the official lists up to date; on a database that is ready, nothing changes.

    Ví dụ · Example: **registry migrate**
    """
    reader = terminal.of(context)
    with database(reader.settings) as db:
        applied = setup.prepare(db, OPERATOR)
    if not applied:
        reader.say("Cơ sở dữ liệu đã ở phiên bản mới nhất.", "The database is up to date.")
    for name in applied:
        reader.say(f"Đã áp dụng {name}.", f"Applied {name}.")
