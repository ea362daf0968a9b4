"""`registry rules`: read the law as data, test it, draft a change, and release a draft as the next edition."""

from pathlib import Path
from typing import Annotated

import orjson
import typer
from pydantic import ValidationError
from rich.table import Table

from api.commands import terminal
from api.commands.exits import Exit
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.validation import invalid
from registry import lists, rule_drafts, rule_impact, rules
from registry.eligibility import failing
from registry.models.rule_drafts import Impact, RuleChanges
from registry.models.rules import Criterion, Rules, Wording

app = typer.Typer(no_args_is_help=True, help="Tiêu chí theo luật. · The criteria of the law: read, test, release.")

_WORDINGS = {
    Wording.GAZETTE: ("đã đối chiếu Công báo", "checked in the gazette"),
    Wording.REPORTED: ("theo báo chí", "as reported"),
    Wording.ONE_SOURCE: ("một nguồn", "one source"),
    Wording.UNVERIFIED: ("CHƯA XÁC MINH", "NOT VERIFIED"),
}
_Edition = Annotated[str | None, typer.Option(help="Bộ tiêu chí, ví dụ edition-1. · An edition, such as edition-1.")]


@app.command("list")
def list_rules(
    context: typer.Context,
    role_kind: Annotated[str | None, typer.Option(help="Mã loại vị trí. · Code of a kind of role.")] = None,
    edition: _Edition = None,
) -> None:
    """Liệt kê các tiêu chí của bộ đang áp dụng, kèm mức xác minh.

    List the criteria of the edition that holds, each with how far its wording was verified.

    Ví dụ · Example: **registry rules list --role-kind project-chief-engineer**
    """
    reader = terminal.of(context)
    if role_kind is not None:
        lists.role_kind(role_kind)
    with ready_database(reader.settings) as db:
        found = rules.current(db) if edition is None else rules.edition(db, OPERATOR, edition)
    heads = (("Mã", "Id"), ("Từ ngày", "From"), ("Đến ngày", "To"), ("Mức xác minh", "Verified"), ("Nội dung", "Text"))
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    for each in found.criteria:
        if role_kind is None or role_kind in each.role_kinds:
            last = each.valid_to.isoformat() if each.valid_to else ""
            table.add_row(each.id, each.valid_from.isoformat(), last, _wording(reader, each), _text(reader, each))
    reader.out.print(table)
    reader.note(f"{found.id}, {found.digest}", f"{found.id}, {found.digest}")


@app.command()
def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Mã tiêu chí. · Id of the criterion.")],
    edition: _Edition = None,
) -> None:
    """Hiện một tiêu chí với mọi phiên bản, dạng JSON.

    Show a criterion in every version, as JSON: the form that a draft takes.

    Ví dụ · Example: **registry rules show 231-pce-years**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        found = rules.current(db) if edition is None else rules.edition(db, OPERATOR, edition)
    for each in rules.criterion(found, id):
        _json(reader, each.model_dump(mode="json"))


@app.command("test")
def run_cases(context: typer.Context, edition: _Edition = None) -> None:
    """Chạy các trường hợp kiểm tra ghi kèm từng tiêu chí; mã 1 nếu có trường hợp sai.

    Run the test cases that each criterion carries; exit code 1 where one comes out otherwise than it says.

    Ví dụ · Example: **registry rules test**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        found = rules.current(db) if edition is None else rules.edition(db, OPERATOR, edition)
    wrong = _failures(reader, found)
    cases = sum(len(each.cases) for each in found.criteria)
    reader.say(
        f"{found.id}: {len(found.criteria)} tiêu chí, {cases} trường hợp, {wrong} sai.",
        f"{found.id}: {len(found.criteria)} criteria, {cases} cases, {wrong} wrong.",
    )
    if wrong:
        raise typer.Exit(Exit.CHECK_FAILED)


@app.command()
def draft(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Tệp JSON các thay đổi. · A JSON file of changes.", exists=True)],
) -> None:
    """Soạn dự thảo từ một tệp thay đổi và cho biết ai bị ảnh hưởng.

    Open a draft from a file of changes (`reason`, `put`, `end`, `drop`, `instruments`) and say whom it would affect.
    A contradictory draft is refused whole.

    Ví dụ · Example: **registry rules draft changes.json**
    """
    reader = terminal.of(context)
    try:
        changes = RuleChanges.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise invalid(error) from error
    with ready_database(reader.settings) as db:
        made = rule_drafts.open(db, OPERATOR, changes)
        with reader.progress("Đang xét từng người", "Weighing people") as advance:
            found = rule_impact.impact(db, OPERATOR, made.id, progress=advance)
    _show_impact(reader, found)
    reader.say(
        f"Đã soạn dự thảo {made.id}, phiên bản {made.digest}. Một quản trị viên khác phải ban hành.",
        f"Opened the draft {made.id}, version {made.digest}. Another administrator must release it.",
    )


@app.command()
def release(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Mã dự thảo. · Id of the draft.")],
    version: Annotated[str, typer.Option(help="Phiên bản đã xem. · The version that was looked at.")],
) -> None:
    """Ban hành một dự thảo do người khác soạn.

    Release a draft that somebody else wrote as the edition that holds from now on. What was drafted on the command
    line is released in the pages, by an administrator's account, and the other way round.

    Ví dụ · Example: **registry rules release 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --version 3f2a…**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        made = rule_drafts.release(db, OPERATOR, id, if_match=version)
    reader.say(
        f"Đã ban hành bộ tiêu chí số {made.edition}, mã băm {made.digest}.",
        f"Released edition {made.edition} of the rules, digest {made.digest}.",
    )


def _failures(reader: Terminal, found: Rules) -> int:
    wrong = 0
    for each in found.criteria:
        for _, case, came in failing(each):
            wrong += 1
            reader.say(
                f"{each.id}: “{case.says.in_('vi')}” cho {came}, không phải {case.expected}.",
                f"{each.id}: “{case.says.in_('en')}” gives {came}, not {case.expected}.",
            )
    return wrong


def _show_impact(reader: Terminal, found: Impact) -> None:
    heads = (("Loại vị trí", "Kind of role"), ("Kết quả", "Outcome"), ("Trước", "Before"), ("Sau", "After"))
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    for kind in found.kinds:
        for outcome in sorted(kind.before.keys() | kind.after.keys()):
            before, after = kind.before.get(outcome, 0), kind.after.get(outcome, 0)
            table.add_row(kind.role_kind, outcome.value, str(before), str(after))
    reader.out.print(table)
    affected = sum(kind.affected for kind in found.kinds)
    reader.say(
        f"Vào ngày {found.on:%d/%m/%Y}: {affected} lượt thay đổi trong {found.people} người.",
        f"On {found.on}: {affected} changes among {found.people} people.",
    )


def _wording(reader: Terminal, criterion: Criterion) -> str:
    return reader.word(*_WORDINGS[criterion.wording])


def _text(reader: Terminal, criterion: Criterion) -> str:
    return criterion.text.in_(reader.language)


def _json(reader: Terminal, value: object) -> None:
    reader.out.print(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode(), markup=False, soft_wrap=True)
