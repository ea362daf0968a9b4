"""`registry case`: list cases and what is due, show one, and erase the data of those not chosen on time."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.table import Table

from api import memo_paper
from api.commands import terminal
from api.commands.exits import Exit
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from registry import case_settings, cases, lists, memos
from registry.lists import Regime
from registry.models.cases import Case, CaseLine, StageSetting

app = typer.Typer(
    no_args_is_help=True,
    help="Hồ sơ tuyển chọn: từ đề cử đến khi kết thúc công việc. · Cases, from the nomination to the end of the work.",
)
_Id = Annotated[str, typer.Argument(help="Mã hồ sơ. · Id of the case.")]
_Json = Annotated[bool, typer.Option("--json", help="Mỗi dòng một JSON. · One JSON object a line.")]
_Decree = Annotated[Regime, typer.Argument(help="Nghị định. · The decree.")]
_PAGE = 200


@app.command("list")
def list_cases(
    context: typer.Context,
    role: Annotated[str | None, typer.Option(help="Chỉ của vị trí này. · Only those of this role.")] = None,
    stage: Annotated[str | None, typer.Option(help="Chỉ ở giai đoạn này. · Only at this stage.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Chỉ hồ sơ đang mở. · Only open ones.")] = False,
    json: _Json = False,
) -> None:
    """Liệt kê hồ sơ, mới nhất trước.

    List cases, the newest first.

    Ví dụ · Example: **registry case list --open --stage nominated**
    """
    reader = terminal.of(context)
    rows: list[CaseLine] = []
    cursor: str | None = None
    with ready_database(reader.settings) as db:
        while True:
            page = cases.find(db, OPERATOR, role=role, stage=stage, open_only=open_only, limit=_PAGE, cursor=cursor)
            rows += page.rows
            cursor = page.next_cursor
            if cursor is None:
                break
    if json:
        for row in rows:
            reader.out.print(orjson.dumps(row.model_dump(mode="json")).decode(), markup=False, soft_wrap=True)
        return
    heads = (("Vị trí", "Role"), ("Cơ quan", "Institute"), ("Giai đoạn", "Stage"), ("Từ ngày", "Since"), ("Mã", "Id"))
    table = _table(reader, heads)
    for row in rows:
        texts = (row.role_title, row.institute_name, row.wording)
        table.add_row(*(text.in_(reader.language) for text in texts), row.since or "", row.id)
    reader.out.print(table)


@app.command()
def due(
    context: typer.Context,
    overdue: Annotated[bool, typer.Option("--overdue", help="Chỉ hồ sơ quá mục tiêu. · Only those past it.")] = False,
) -> None:
    """Ai đang giữ hồ sơ nào, từ khi nào, mục tiêu đến ngày nào; mã 1 nếu có hồ sơ quá mục tiêu.

    Who holds which open case, since when, and by when it should go on; exit code 1 if one is past its target. Targets
    are this registry's own and no limits of the law.

    Ví dụ · Example: **registry case due --overdue**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        found = cases.due(db, OPERATOR, overdue_only=overdue)
    heads = (
        ("Giữ hồ sơ", "Held by"),
        ("Giai đoạn", "Stage"),
        ("Từ ngày", "Since"),
        ("Mục tiêu", "Target"),
        ("Quá (ngày)", "Late (days)"),
        ("Mã", "Id"),
    )
    table = _table(reader, heads)
    for each in found:
        held, stage = each.holding, lists.label(lists.case_stage(each.stage), reader.language)
        late = str(held.overdue_days or "")
        table.add_row(held.name.in_(reader.language), stage, held.since, held.due or "", late, each.id)
    reader.out.print(table)
    if any(each.holding.overdue_days for each in found):
        raise typer.Exit(Exit.CHECK_FAILED)


@app.command()
def show(context: typer.Context, id: _Id, json: _Json = False) -> None:
    """Xem một hồ sơ: đã qua những bước nào, ai đang giữ.

    Show a case: the steps that it passed, and who holds it.

    Ví dụ · Example: **registry case show 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        case = cases.get(db, OPERATOR, id)
    if json:
        reader.out.print(orjson.dumps(case.model_dump(mode="json")).decode(), markup=False, soft_wrap=True)
        return
    _tell(reader, case)


@app.command()
def memo(
    context: typer.Context,
    id: _Id,
    out: Annotated[Path, typer.Option(dir_okay=False, help="Tệp PDF. · The PDF to write.")] = Path("memo.pdf"),
    json: Annotated[bool, typer.Option("--json", help="JSON ra màn hình. · JSON to the screen instead.")] = False,
) -> None:
    """Viết phiếu trình quyết định của một hồ sơ ra PDF, có mã băm của chính nội dung đó.

    Write the decision memo of a case as a PDF in the language of `registry --language`. The paper in either language
    and the JSON carry the same hash.

    Ví dụ · Example: **registry --language en case memo 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --out memo.pdf**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        sealed = memos.of_case(db, OPERATOR, id)
    if json:
        reader.out.print(orjson.dumps(sealed.model_dump(mode="json")).decode(), markup=False, soft_wrap=True)
        return
    paper = memo_paper.memo(sealed, reader.language, zone=ZoneInfo(reader.settings.time_zone))
    half = out.with_name(f"{out.name}.new")
    half.write_bytes(paper)
    half.replace(out)
    reader.say(f"Đã viết {out}, SHA-256 {sealed.sha256}", f"Wrote {out}, SHA-256 {sealed.sha256}")


@app.command()
def purge(context: typer.Context) -> None:
    """Đóng hồ sơ của vị trí đã có người, xoá dữ liệu cá nhân của người không được chọn khi đến hạn.

    Close what filled or closed roles leave, and erase the personal data of those not chosen whose days are over.
    Whoever agreed to stay in the pool is kept, and so is a case under review. The server does the same every hour.

    Ví dụ · Example: **registry case purge**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        done = cases.purge(db, OPERATOR)
    closed, erased = len(done.closed), len(done.erased)
    reader.say(
        f"Đã đóng {closed} hồ sơ, xoá dữ liệu cá nhân trong {erased} hồ sơ, giữ lại {done.kept} hồ sơ.",
        f"Closed {closed} cases, erased the personal data of {erased}, kept {done.kept}.",
    )


@app.command()
def stages(context: typer.Context, regime: _Decree) -> None:
    """Xem các giai đoạn của một nghị định, mục tiêu và những gì người được đề cử xem được.

    Show the stages of a regime, their targets in days and what the person sees of them.

    Ví dụ · Example: **registry case stages 231/2025**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        found = case_settings.stages(db, OPERATOR, regime)
    heads = (("Mã", "Code"), ("Giai đoạn", "Stage"), ("Mục tiêu", "Target"), ("Người ấy xem", "The person sees"))
    table = _table(reader, heads)
    for each in found:
        name = lists.label(lists.case_stage(each.stage), reader.language)
        table.add_row(each.stage, name, str(each.target_days or ""), each.shows)
    reader.out.print(table)


@app.command()
def configure(
    context: typer.Context,
    regime: _Decree,
    stage: Annotated[str, typer.Argument(help="Mã giai đoạn. · Code of the stage.")],
    days: Annotated[int | None, typer.Option(min=1, max=3660, help="Mục tiêu. · Target in days.")] = None,
    shows: Annotated[str, typer.Option(help="private, neutral, full. · What the person sees.")] = "neutral",
) -> None:
    """Đặt mục tiêu (số ngày) và mức hiển thị của một giai đoạn.

    Set the target of a stage in days, and what the person sees of it. A target is never shown as law.

    Ví dụ · Example: **registry case configure 231/2025 nominated --days 10 --shows neutral**
    """
    reader = terminal.of(context)
    given = {"regime": regime, "stage": stage, "target_days": days, "shows": shows}
    with ready_database(reader.settings) as db:
        case_settings.set_stage(db, OPERATOR, StageSetting.model_validate(given))
    reader.say("Đã lưu.", "Saved.")


@app.command()
def keep(
    context: typer.Context,
    regime: _Decree,
    days: Annotated[int, typer.Argument(min=0, max=365, help="Số ngày. · Days.")],
) -> None:
    """Đặt số ngày giữ dữ liệu cá nhân của người không được chọn.

    Set for how many days the personal data of those not chosen are kept after a case is closed.

    Ví dụ · Example: **registry case keep 231/2025 30**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        case_settings.set_keep_days(db, OPERATOR, regime, days)
    reader.say("Đã lưu.", "Saved.")


def _tell(reader: Terminal, case: Case) -> None:
    reader.say(case.role_title.in_("vi"), case.role_title.in_("en"))
    reader.say(case.wording.in_("vi"), case.wording.in_("en"))
    if case.holding is not None:
        held, until = case.holding, case.holding.due or "–"
        name_vi, name_en = held.name.in_("vi"), held.name.in_("en")
        reader.say(
            f"Giữ hồ sơ: {name_vi}, từ {held.since}, mục tiêu {until}.",
            f"Held by {name_en} since {held.since}, target {until}.",
        )
    table = _table(reader, (("Ngày", "Day"), ("Bước", "Step"), ("Bởi", "By"), ("Lý do", "Reason")))
    for step in case.steps:
        name = lists.label(lists.case_move(case.regime, step.move), reader.language)
        table.add_row(step.on, name, step.office, step.reason or "")
    reader.out.print(table)


def _table(reader: Terminal, heads: tuple[tuple[str, str], ...]) -> Table:
    return Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
