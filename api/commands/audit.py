"""`registry audit`: walk the chain of events, or list them."""

from typing import Annotated

import orjson
import typer
from rich.table import Table

from api.commands import terminal
from api.commands.exits import Exit
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from graph.chain import Verdict
from registry import audit

app = typer.Typer(no_args_is_help=True, help="Kiểm tra và xem nhật ký. · Verify the audit chain, or list its events.")

_REASONS = {
    "missing": ("thiếu sự kiện này", "the event is missing"),
    "doubled": ("có hai sự kiện cùng số", "two events carry the number"),
    "unlinked": ("không nối với sự kiện trước", "it does not follow the event before"),
    "altered": ("nội dung đã bị sửa", "its content was altered"),
    "head": ("không khớp với đầu chuỗi", "it does not agree with the head of the chain"),
}


@app.command()
def verify(context: typer.Context) -> None:
    """Đi hết chuỗi nhật ký và chỉ ra mắt xích đầu tiên bị đứt; mã 1 nếu có.

    Walk the whole chain and name the first broken link; exit code 1 if there is one. Keep the hash that is printed
    somewhere else: whoever rewrites the whole chain cannot rewrite that note.

    Ví dụ · Example: **registry audit verify**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        verdict = audit.verify(db, OPERATOR)
    if verdict.broken is not None:
        _tell_break(reader, verdict)
        raise typer.Exit(Exit.CHECK_FAILED)
    reader.say(
        f"Chuỗi nhật ký nguyên vẹn: {verdict.events} sự kiện, mã băm cuối {verdict.head}.",
        f"The audit chain is whole: {verdict.events} events, last hash {verdict.head}.",
    )


@app.command("list")
def list_events(
    context: typer.Context,
    after: Annotated[int, typer.Option(min=0, help="Bắt đầu sau sự kiện số này. · Begin behind this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Số sự kiện tối đa. · How many at most.")] = 100,
    json: Annotated[bool, typer.Option("--json", help="Mỗi dòng một JSON. · One JSON object a line.")] = False,
) -> None:
    """Liệt kê các sự kiện theo thứ tự: khi nào, ai, việc gì, với hồ sơ nào.

    List events in order: when, who, what, to which record. The last number goes to --after for the next page.

    Ví dụ · Example: **registry audit list --after 100 --limit 20**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        events = audit.events(db, OPERATOR, after=after, limit=limit)
    if json:
        for event in events:
            reader.out.print(orjson.dumps(event).decode(), markup=False, soft_wrap=True)
        return
    heads = (("Số", "No."), ("Lúc (UTC)", "At (UTC)"), ("Ai", "Who"), ("Việc", "What"), ("Hồ sơ", "Record"))
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    for event in events:
        subject = f"{event['subject_kind']} {event['subject_id']}"
        table.add_row(str(event["seq"]), str(event["at"])[:19], event["actor"], event["tag"], subject)
    reader.out.print(table)


def _tell_break(reader: Terminal, verdict: Verdict) -> None:
    if verdict.broken is None:
        return
    vi, en = _REASONS[verdict.broken.reason]
    reader.note(
        f"Chuỗi nhật ký bị đứt ở sự kiện số {verdict.broken.seq}: {vi}. {verdict.events} sự kiện trước đó còn đúng.",
        f"The audit chain is broken at event {verdict.broken.seq}: {en}. The {verdict.events} events before it hold.",
    )
