"""`registry team`: ask for a team for a mission."""

import sys
from collections.abc import Mapping
from typing import Annotated

import orjson
import typer
from rich.table import Table

from api.commands import opening, terminal
from api.commands.exits import Exit, Refused
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.language import number_text, percent_text, person_text
from api.pages import team_words
from graph.database import Database
from registry import teams
from registry.models.experts import ExpertView
from registry.models.teams import MOST_LOAD, MOST_MEMBERS, Team, TeamLimits, TeamOutcome, TeamRun

NAME = "team"


def run(  # noqa: PLR0917 - typer reads options out of the signature.
    context: typer.Context,
    mission_id: Annotated[str, typer.Argument(help="Mã nhiệm vụ. · Id of the mission.")],
    most_load: Annotated[
        int, typer.Option("--load", min=1, max=MOST_LOAD, help="Tải cao nhất. · Most load of a member.")
    ] = 3,
    home: Annotated[
        int, typer.Option(min=0, max=MOST_MEMBERS, help="Số người ở trong nước. · Members in the country.")
    ] = 0,
    overseas: Annotated[
        int, typer.Option(min=0, max=MOST_MEMBERS, help="Số người ở nước ngoài. · Members abroad.")
    ] = 0,
    language: Annotated[list[str] | None, typer.Option(help="Ngôn ngữ cần có. · A language to be spoken.")] = None,
    led: Annotated[bool, typer.Option("--led", help="Có người đã từng chủ trì. · Somebody has led before.")] = False,
    floor: Annotated[
        int, typer.Option(min=0, max=100, help="Mức đáp ứng tối thiểu, %. · Least coverage, percent.")
    ] = 0,
    leave_out: Annotated[list[str] | None, typer.Option(help="Vị trí bỏ ra. · A role to leave out.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, max=2**31 - 1, help="Số gieo. · Seed of the draw.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Xuất JSON. · Write JSON.")] = False,
    latest: Annotated[
        bool, typer.Option("--latest", help="Đọc lần gần nhất. · Read the newest run, ask for none.")
    ] = False,
) -> None:
    """Lập nhóm cho các vị trí đang mở của một nhiệm vụ, hoặc nói rõ vì sao không lập được; kết quả được lưu.

    Make a team for the open roles of a mission, or say why there is none and which smallest changes of the limits
    would make one possible. The run is recorded. Limits that the law sets are never among these changes.

    Ví dụ · Example: **registry team 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --home 1 --overseas 1 --language en**
    """
    reader = terminal.of(context)
    limits = TeamLimits(
        most_load=most_load,
        home=home,
        overseas=overseas,
        languages=tuple(language or ()),
        led=led,
        floor=floor,
        left_out=tuple(leave_out or ()),
    )
    with ready_database(reader.settings) as db:
        run_id = _latest(db, mission_id) if latest else _asked(reader, db, mission_id, limits, seed)
        made, people = teams.get(db, OPERATOR, run_id)
    _write(made, people) if json else _show(reader, made, people)


def _asked(reader: Terminal, db: Database, mission_id: str, limits: TeamLimits, seed: int | None) -> str:
    pool = opening.pool(reader.settings)
    with reader.progress("Đang lập chỉ mục", "Building the index") as advance:
        pool.now(db, progress=advance)
    return teams.propose(db, pool, OPERATOR, mission_id, limits, seed=seed).id


def _latest(db: Database, mission_id: str) -> str:
    run_id = teams.latest(db, OPERATOR, mission_id)
    if run_id is None:
        raise Refused(
            "no-run",
            Exit.REFUSED,
            vi=f"Chưa có lần lập nhóm nào cho nhiệm vụ {mission_id}.",
            en=f"Nobody has asked for a team for the mission {mission_id} yet.",
        )
    return run_id


def _write(made: TeamRun, people: Mapping[str, ExpertView]) -> None:
    views = {id: view.model_dump(mode="json") for id, view in people.items()}
    sys.stdout.write(orjson.dumps({"run": made.model_dump(mode="json"), "people": views}).decode() + "\n")


def _show(reader: Terminal, made: TeamRun, people: Mapping[str, ExpertView]) -> None:
    for number, team in enumerate(made.teams):
        if number:
            reader.out.print()
        reader.out.print(reader.word("Nhóm", "Team") + f" {number + 1}", style="bold", markup=False)
        _show_team(reader, made, team, people)
    if made.outcome is TeamOutcome.NONE:
        _show_none(reader, made)
    if made.outcome is TeamOutcome.UNDECIDED:
        reader.say("Hết thời gian mà chưa có kết luận.", "The time ran out before anything was certain.")
    for seat in made.seats:
        for sentence in team_words.hindrances(seat, reader.language):
            reader.note(f"{seat.title.in_('vi')}: {sentence}", f"{seat.title.in_('en')}: {sentence}")
    reader.note(
        f"Lần lập nhóm {made.id} được lưu, số gieo {made.seed}. Máy gợi ý; người có thẩm quyền quyết định.",
        f"The run {made.id} is kept, seed {made.seed}. A machine suggests; a named person decides.",
    )


def _show_team(reader: Terminal, made: TeamRun, team: Team, people: Mapping[str, ExpertView]) -> None:
    language = reader.language
    titles = team_words.titles_of(made, language)
    members = Table(reader.word("Vị trí", "Role"), reader.word("Họ và tên", "Name"), box=None, pad_edge=False)
    for place in team.places:
        members.add_row(titles[place.role_id], _name(reader, people.get(place.expert_id or "")))
    reader.out.print(members)
    covered = Table(reader.word("Năng lực", "Capability"), reader.word("Đáp ứng", "Covered"), box=None, pad_edge=False)
    for capability, share in zip(made.capabilities, team.coverage, strict=True):
        covered.add_row(team_words.short(capability.text.in_(language)), percent_text(share / 100, language))
    reader.out.print(covered)
    if not team.proven:
        reader.say(
            "Hết thời gian trước khi chắc chắn không còn nhóm tốt hơn.",
            "The time ran out before it was certain that there is no better team.",
        )


def _show_none(reader: Terminal, made: TeamRun) -> None:
    language = reader.language
    none = made.none
    if none is None:
        return
    reader.say("Không lập được nhóm: các giới hạn sau không thể cùng giữ.", "There is no team: these limits clash.")
    for limit in none.excluding:
        reader.say(*[f"   · {team_words.limit(limit, made, language)}"] * 2)
    counted = number_text(len(none.relaxations), language)
    reader.say(f"Thay đổi nhỏ nhất để lập được nhóm: {counted}", f"Smallest changes that make one possible: {counted}")
    for relaxation in none.relaxations:
        sentence = team_words.relaxation(relaxation, team_words.titles_of(made, language), language)
        reader.say(*[f"   · {sentence}."] * 2)


def _name(reader: Terminal, view: ExpertView | None) -> str:
    if view is None:
        return reader.word("(đã rút khỏi việc gợi ý)", "(withdrew)")
    return person_text(view.name.as_written if view.name else view.id, reader.language, generated=view.generated)
