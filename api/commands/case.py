"""`registry case`: list cases and what is due, show one, make its steps, and erase the data of those not chosen."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from api import memo_paper
from api.commands import acting, acts, case_help, case_told, terminal
from api.commands.case_acts import ACTS
from api.commands.exits import Exit
from api.commands.opening import OPERATOR, ready_database
from api.language import date_text
from graph.database import Database
from registry import case_settings, case_views, cases, lists, memos
from registry.access import Actor
from registry.lists import Language, Regime
from registry.models.cases import CaseLine, DueCase, StageSetting

app = typer.Typer(
    no_args_is_help=True,
    help="Hồ sơ tuyển chọn: từ đề cử đến khi kết thúc công việc. · "
    "Cases, from the nomination to the end of the work.\n\n"
    "Mỗi bước do một tài khoản có thẩm quyền thực hiện (--as, hoặc REGISTRY_TOKEN); `show` cho biết lúc này ai làm "
    "được gì.\n\n"
    "Each step is made by an account that holds the office (--as, or REGISTRY_TOKEN); `show` says what is open now and "
    "to whom.\n\n"
    "Đường đi · The way: nominate → check → (convene → declare → score → move close_council) → decide → move invite → "
    "move accept → move sign → move apply_permits → move arrive → move start → assess → move renew, move end",
)
_Id = Annotated[str, typer.Argument(help="Mã hồ sơ. · Id of the case.")]
_Json = Annotated[bool, typer.Option("--json", help="Mỗi dòng một JSON. · One JSON object a line.")]
_Decree = Annotated[Regime, typer.Argument(help="Nghị định. · The decree.")]
_PAGE = 200


@app.command("list")
def list_cases(
    context: typer.Context,
    *,
    role: Annotated[str | None, typer.Option(help="Chỉ của vị trí này. · Only those of this role.")] = None,
    stage: Annotated[str | None, typer.Option(help="Chỉ ở giai đoạn này. · Only at this stage.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Chỉ hồ sơ đang mở. · Only open ones.")] = False,
    asked: Annotated[
        bool, typer.Option("--asked", help="Hồ sơ mời tài khoản này cho ý kiến. · Those that this account advises on.")
    ] = False,
    json: _Json = False,
    login: acting.As = None,
    password_stdin: acting.PasswordStdin = False,
) -> None:
    """Liệt kê hồ sơ mà tài khoản được xem, mới nhất trước.

    List the cases that an account has a part in, the newest first; without one, all of them.

    Ví dụ · Example: **registry case list --open --stage nominated**
    """
    reader = terminal.of(context)
    with acting.reading(reader, login, from_stdin=password_stdin) as (db, actor):
        of_all = _found(db, actor, role=role, stage=stage, open_only=open_only)
        rows = cases.asked(db, actor) if asked else list(of_all)
    if json:
        for row in rows:
            reader.json(row.model_dump(mode="json"))
        return
    heads = (("Vị trí", "Role"), ("Cơ quan", "Institute"), ("Giai đoạn", "Stage"), ("Từ ngày", "Since"), ("Mã", "Id"))
    reader.rows(heads, [_line(row, reader.language) for row in rows])


@app.command()
def due(
    context: typer.Context,
    overdue: Annotated[bool, typer.Option("--overdue", help="Chỉ hồ sơ quá mục tiêu. · Only those past it.")] = False,
    *,
    login: acting.As = None,
    password_stdin: acting.PasswordStdin = False,
) -> None:
    """Ai đang giữ hồ sơ nào, từ khi nào, mục tiêu đến ngày nào; mã 1 nếu có hồ sơ quá mục tiêu.

    Who holds which open case, since when, and by when it should go on; exit code 1 if one is past its target. Targets
    are this registry's own and no limits of the law.

    Ví dụ · Example: **registry case due --overdue**
    """
    reader = terminal.of(context)
    with acting.reading(reader, login, from_stdin=password_stdin) as (db, actor):
        found = cases.due(db, actor, overdue_only=overdue)
    heads = (
        ("Giữ hồ sơ", "Held by"),
        ("Giai đoạn", "Stage"),
        ("Từ ngày", "Since"),
        ("Mục tiêu", "Target"),
        ("Quá (ngày)", "Late (days)"),
        ("Mã", "Id"),
    )
    reader.rows(heads, [_held(each, reader.language) for each in found.rows])
    if found.late:
        raise typer.Exit(Exit.CHECK_FAILED)


@app.command()
def show(
    context: typer.Context,
    id: _Id,
    json: _Json = False,
    *,
    login: acting.As = None,
    password_stdin: acting.PasswordStdin = False,
) -> None:
    """Xem một hồ sơ như tài khoản ấy được xem: đã qua những bước nào, ai đang giữ, ai làm được gì lúc này.

    Show a case as an account may see it: the steps that it passed, who holds it, what it keeps, and which steps are
    open now and to whom, each with its command. Without an account the operator reads.

    Ví dụ · Example: **registry case show 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --as an@example.vn**
    """
    reader = terminal.of(context)
    with acting.reading(reader, login, from_stdin=password_stdin) as (db, actor):
        case = cases.get(db, actor, id)
        if json:
            reader.json(case.model_dump(mode="json"))
            return
        parallel = cases.parallel(db, actor, id) if case_views.movers(actor, case) else []
        case_told.whole(reader, actor, case, cases.signers(db, case), parallel)


@app.command()
def memo(
    context: typer.Context,
    id: _Id,
    out: Annotated[Path, typer.Option(dir_okay=False, help="Tệp PDF. · The PDF to write.")] = Path("memo.pdf"),
    json: Annotated[bool, typer.Option("--json", help="JSON ra màn hình. · JSON to the screen instead.")] = False,
    *,
    login: acting.As = None,
    password_stdin: acting.PasswordStdin = False,
) -> None:
    """Viết phiếu trình quyết định của một hồ sơ ra PDF, có mã băm của chính nội dung đó.

    Write the decision memo of a case as a PDF in the language of `registry --language`. The paper in either language
    and the JSON carry the same hash.

    Ví dụ · Example: **registry --language en case memo 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --out memo.pdf**
    """
    reader = terminal.of(context)
    with acting.reading(reader, login, from_stdin=password_stdin) as (db, actor):
        sealed = memos.of_case(db, actor, id)
    if json:
        reader.json(sealed.model_dump(mode="json"))
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
    names = {each.stage: lists.label(lists.case_stage(each.stage), reader.language) for each in found}
    reader.rows(heads, [(each.stage, names[each.stage], str(each.target_days or ""), each.shows) for each in found])


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


def _found(db: Database, actor: Actor, *, role: str | None, stage: str | None, open_only: bool) -> Iterator[CaseLine]:
    cursor: str | None = None
    while True:
        page = cases.find(db, actor, role=role, stage=stage, open_only=open_only, limit=_PAGE, cursor=cursor)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def _line(row: CaseLine, language: Language) -> Sequence[str]:
    texts = (row.role_title, row.institute_name, row.wording)
    return *(text.in_(language) for text in texts), date_text(row.since, language), row.id


def _held(due: DueCase, language: Language) -> Sequence[str]:
    held, stage = due.holding, lists.label(lists.case_stage(due.stage), language)
    days = (date_text(held.since, language), date_text(held.due, language), str(held.overdue_days or ""))
    return held.name.in_(language), stage, *days, due.id


for act in ACTS:
    app.command(act.name, help=case_help.told(act))(acts.command(act, case_told.stands))
