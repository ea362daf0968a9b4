"""`registry report`: the report on the whole network, as a PDF."""

from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from api import pdf
from api.commands import terminal
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.language import number_text
from graph.database import Database
from registry.lists import Language
from registry.reports import network

NAME = "report"


def run(
    context: typer.Context,
    out: Annotated[Path, typer.Option(dir_okay=False, help="Tệp PDF. · The PDF to write.")] = Path("network.pdf"),
) -> None:
    """Viết báo cáo về toàn mạng lưới ra PDF: mọi con số cộng lại đúng bằng các dòng của nó.

    Write the report on the whole network as a PDF, in the language of `registry --language`. It names the audit
    event and hash that it stands on, so that it can be held against the chain later.

    Ví dụ · Example: **registry --language en report --out network.pdf**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        write(reader, db, out, reader.language)


def write(reader: Terminal, db: Database, file: Path, language: Language) -> None:
    """Count, draw and write the report, in one step: a file that is there is whole."""
    with reader.progress("Đang lập báo cáo", "Writing the report"):
        facts = network.facts(db, OPERATOR, on=date.today())
        half = file.with_name(f"{file.name}.new")
        half.write_bytes(pdf.network_report(facts, language, zone=ZoneInfo(reader.settings.time_zone)))
        half.replace(file)
    experts, institutes = number_text(facts.experts.value, language), number_text(facts.institutes.value, language)
    missions, roles = number_text(facts.missions.value, language), number_text(facts.open_roles.value, language)
    reader.say(
        f"{experts} chuyên gia, {institutes} tổ chức, {missions} nhiệm vụ, {roles} vị trí đang mở: {file}",
        f"{experts} experts, {institutes} institutes, {missions} missions, {roles} open roles: {file}",
    )
