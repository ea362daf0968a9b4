"""`registry import`: records of led programmes out of a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path
from typing import Annotated

import typer

from api.commands import terminal
from api.commands.exits import Exit
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.language import number_text
from registry.importers import programmes
from registry.importers.lines import Damaged, lines_of
from registry.importers.outcomes import Outcome, Result, Summary
from registry.lists import Language
from registry.models.experts import Standing

NAME = "import"
# So many rejected rows are told on the terminal; all of them go to --outcomes.
_SHOWN = 20


class Lines:
    """The lines of a file, packed or not, of which it is known how many there are."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0
        try:
            for _ in self:
                self._count += 1
        except Damaged:
            # The import itself tells where the file breaks off.
            self._count += 1

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            yield from lines_of(file)

    def __len__(self) -> int:
        return self._count


_File = Annotated[
    Path,
    typer.Argument(exists=True, dir_okay=False, help="Tệp JSON lines, có thể nén gzip. · JSON lines, gzip or not."),
]
_Source = Annotated[str, typer.Option(help="Tên ngắn của nguồn. · Short name of the source, as nsf-awards-2017.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Chỉ xem, không ghi. · Look, write nothing.")]
_Stop = Annotated[bool, typer.Option("--stop-at-error", help="Dừng ở dòng sai đầu tiên. · End at the first rejected.")]
_Outcomes = Annotated[Path | None, typer.Option(help="Ghi kết quả từng dòng ra tệp. · Write every row's outcome here.")]
_Agree = Annotated[bool, typer.Option("--agree", help="Người mới coi như đã đồng ý. · New people count as agreed.")]
_Text = Annotated[Language, typer.Option("--record-language", help="Ngôn ngữ bản ghi. · Language of the records.")]
_Currency = Annotated[str, typer.Option(help="Tiền tệ của kinh phí. · Currency of the amounts.")]
_Country = Annotated[str | None, typer.Option(help="Nước của dòng không ghi nước. · Country of rows without one.")]
_Standing = Annotated[Standing, typer.Option(help="Diện của người mới. · Standing of the new people.")]


def run(
    context: typer.Context,
    file: _File,
    *,
    source: _Source,
    dry_run: _DryRun = False,
    stop_at_error: _Stop = False,
    outcomes: _Outcomes = None,
    agree: _Agree = False,
    text: _Text = "en",
    currency: _Currency = "USD",
    country: _Country = None,
    standing: _Standing = Standing.FOREIGN,
) -> None:
    """Nạp các chương trình đã chủ trì từ tệp JSON lines; nạp lại cùng tệp không tạo bản sao.

    Import records of led programmes: one JSON object a line with title, text, lead, co, institution, start, end,
    amount. The same file may come again, and an import that was cut off is simply run again. Exit code 1 if rows were
    rejected; the others are in. `--agree` writes no receipt of consent: it is for development only.

    Ví dụ · Example: **registry import awards.jsonl.gz --source nsf-awards-2017 --dry-run --outcomes outcomes.jsonl**
    """
    reader = terminal.of(context)
    listener = Listening()
    with (
        ready_database(reader.settings) as db,
        listener.writing(outcomes),
        reader.progress("Đang nạp", "Importing") as advance,
    ):
        summary = programmes.run(
            db,
            OPERATOR,
            Lines(file),
            source=source,
            dry_run=dry_run,
            stop_at_error=stop_at_error,
            progress=advance,
            listener=listener.hear,
            agree=agree,
            language=text,
            currency=currency,
            country=country,
            standing=standing,
        )
    _tell(reader, summary, listener.rejected)
    if summary.rejected:
        raise typer.Exit(Exit.CHECK_FAILED)


class Listening:
    """Who is told of every row: a file gets them all, the terminal the first that were rejected."""

    def __init__(self) -> None:
        self.rejected: list[Outcome] = []
        self._file: BufferedWriter | None = None

    @contextmanager
    def writing(self, path: Path | None) -> Iterator[None]:
        """Write the outcomes into a file until the block ends; into none without a path."""
        if path is None:
            yield
            return
        with path.open("wb") as self._file:
            yield

    def hear(self, outcome: Outcome) -> None:
        """Take the outcome of one row."""
        if self._file is not None:
            self._file.write(outcome.as_json())
        if outcome.result is Result.REJECTED and len(self.rejected) < _SHOWN:
            self.rejected.append(outcome)


def _tell(reader: Terminal, summary: Summary, rejected: list[Outcome]) -> None:
    for outcome in rejected:
        reader.note(
            f"Dòng {outcome.line}: " + " ".join(f"{reason.pointer} {reason.vi}".strip() for reason in outcome.reasons),
            f"Line {outcome.line}: " + " ".join(f"{reason.pointer} {reason.en}".strip() for reason in outcome.reasons),
        )
    if summary.rejected > len(rejected):
        more = summary.rejected - len(rejected)
        reader.note(f"… và {more} dòng khác bị từ chối.", f"… and {more} more rows were rejected.")
    for warning in summary.warnings:
        reader.note(warning.vi, warning.en)
    if summary.stopped_at is not None:
        reader.note(f"Dừng ở dòng {summary.stopped_at}.", f"Stopped at line {summary.stopped_at}.")
    told(reader, summary)


def told(reader: Terminal, summary: Summary) -> None:
    """Say what an import did, or in a dry run would do."""

    def number(value: float) -> str:
        return number_text(value, reader.language)

    if summary.dry_run:
        reader.say("Xem thử, chưa ghi gì:", "A dry run, nothing was written:")
    reader.say(
        f"{number(summary.rows)} dòng: {number(summary.created)} mới, {number(summary.updated)} cập nhật, "
        f"{number(summary.unchanged)} không đổi, {number(summary.rejected)} bị từ chối "
        f"({number(summary.rows_per_second)} dòng/giây).",
        f"{number(summary.rows)} rows: {number(summary.created)} created, {number(summary.updated)} updated, "
        f"{number(summary.unchanged)} unchanged, {number(summary.rejected)} rejected "
        f"({number(summary.rows_per_second)} rows a second).",
    )
    reader.say(
        f"Mới: {number(summary.people)} người, {number(summary.institutes)} tổ chức, "
        f"{number(summary.programmes)} chương trình.",
        f"New: {number(summary.people)} people, {number(summary.institutes)} institutes, "
        f"{number(summary.programmes)} programmes.",
    )
