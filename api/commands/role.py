"""`registry role`: list the roles of the missions and show one, with who decides about it and who is on the way."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from api.commands import acting, case_told, terminal
from api.commands.terminal import Terminal
from api.language import date_text
from graph.database import Database
from registry import cases, lists, matches, missions
from registry.access import Actor, Permission, may
from registry.models.cases import CaseLine
from registry.models.missions import Mission, MissionStatus, Role, RoleStatus

app = typer.Typer(
    no_args_is_help=True,
    help="Vị trí của các nhiệm vụ: nơi mọi hồ sơ bắt đầu. · Roles of the missions: where every case begins.",
)
_Json = Annotated[bool, typer.Option("--json", help="Mỗi dòng một JSON. · One JSON object a line.")]
_PAGE = 100


@app.command("list")
def list_roles(
    context: typer.Context,
    *,
    open_only: Annotated[bool, typer.Option("--open", help="Chỉ vị trí đang mở. · Only open ones.")] = False,
    institute: Annotated[str | None, typer.Option(help="Mã tổ chức. · Id of the institute.")] = None,
    kind: Annotated[str | None, typer.Option(help="Mã loại vị trí. · Code of a kind of role.")] = None,
    json: _Json = False,
    login: acting.As = None,
    password_stdin: acting.PasswordStdin = False,
) -> None:
    """Liệt kê vị trí theo hạn của nhiệm vụ, gần nhất trước.

    List the roles of all missions, those of the nearest deadline first.

    Ví dụ · Example: **registry role list --open --kind project-chief-engineer**
    """
    reader = terminal.of(context)
    if kind is not None:
        lists.role_kind(kind)
    with acting.reading(reader, login, from_stdin=password_stdin) as (db, actor):
        found = [
            (mission, role)
            for mission in _missions(db, actor, institute, MissionStatus.OPEN if open_only else None)
            for role in mission.roles
            if kind in {None, role.kind} and not (open_only and role.status is not RoleStatus.OPEN)
        ]
    if json:
        for _, role in found:
            reader.json(role.model_dump(mode="json"))
        return
    heads = (("Vị trí", "Role"), ("Nhiệm vụ", "Mission"), ("Trạng thái", "State"), ("Hạn", "Deadline"), ("Mã", "Id"))
    reader.rows(heads, [_row(reader, mission, role) for mission, role in found])


@app.command()
def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ROLE_ID", help="Mã vị trí. · Id of the role.")],
    json: Annotated[bool, typer.Option("--json", help="Xuất JSON. · Write JSON.")] = False,
    *,
    login: acting.As = None,
    password_stdin: acting.PasswordStdin = False,
) -> None:
    """Xem một vị trí: cần người thế nào, theo nghị định nào, ai quyết định, ai đang trên đường tới.

    Show a role: what it asks for, under which decree, which office decides, and the cases of those on the way to it.

    Ví dụ · Example: **registry role show 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d**
    """
    reader = terminal.of(context)
    with acting.reading(reader, login, from_stdin=password_stdin) as (db, actor):
        role = missions.role(db, actor, id)
        if json:
            reader.json(role.model_dump(mode="json"))
            return
        mission = missions.get(db, actor, role.mission_id)
        run = matches.latest(db, actor, id) if matches.may_read(db, actor, mission.id) else None
        _tell(reader, mission, role, run)
        _cases(reader, _lines(db, actor, id))


def _missions(db: Database, actor: Actor, institute: str | None, status: MissionStatus | None) -> Iterator[Mission]:
    cursor: str | None = None
    while True:
        page = missions.find(db, actor, institute=institute, status=status, limit=_PAGE, cursor=cursor)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def _row(reader: Terminal, mission: Mission, role: Role) -> Sequence[str]:
    texts = (role.title.in_(reader.language), mission.title.in_(reader.language))
    return *texts, _state(reader, role), date_text(mission.deadline, reader.language), role.id


def _state(reader: Terminal, role: Role) -> str:
    said = {
        RoleStatus.OPEN: ("đang mở", "open"),
        RoleStatus.FILLED: ("đã có người", "filled"),
        RoleStatus.CLOSED: ("đã đóng", "closed"),
    }
    return reader.word(*said[role.status])


def _tell(reader: Terminal, mission: Mission, role: Role, run: str | None) -> None:
    kind = lists.role_kind(role.kind)
    reader.say(role.title.in_("vi"), role.title.in_("en"))
    reader.say(f"Nhiệm vụ: {mission.title.in_('vi')}.", f"Mission: {mission.title.in_('en')}.")
    reader.say(role.text.in_("vi"), role.text.in_("en"))
    reader.say(f"Loại vị trí: {kind.name_vi}, {kind.instrument}.", f"Kind of role: {kind.name_en}, {kind.instrument}.")
    case_told.decides(reader, role.kind)
    reader.say(f"Trạng thái: {_state(reader, role)}.", f"State: {_state(reader, role)}.")
    if run is not None:
        reader.say(f"Lần gợi ý gần nhất: {run}.", f"Newest match run: {run}.")
    if role.status is RoleStatus.OPEN:
        reader.say(
            f"Tiếp theo: registry match {role.id}, rồi registry case nominate {role.id} EXPERT_ID --as LOGIN.",
            f"Next: registry match {role.id}, then registry case nominate {role.id} EXPERT_ID --as LOGIN.",
        )


def _lines(db: Database, actor: Actor, role_id: str) -> list[CaseLine]:
    """The cases of a role that the reader has a part in; nobody else is told how many there are."""
    of = actor.expert_id or actor.institute_id
    if not may(actor, Permission.CASE_READ, of=of):
        return []
    return list(cases.find(db, actor, role=role_id, limit=_PAGE).rows)


def _cases(reader: Terminal, found: Sequence[CaseLine]) -> None:
    if found:
        language = reader.language
        reader.out.print()
        reader.rows(
            (("Hồ sơ", "Case"), ("Giai đoạn", "Stage"), ("Từ ngày", "Since")),
            [(each.id, each.wording.in_(language), date_text(each.since, language)) for each in found],
        )
