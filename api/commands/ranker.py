"""`registry ranker`: learn weights from decided cases, look at what they are worth, and have them count or not."""

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.table import Table

from api.commands import terminal
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.language import date_text, number_text
from registry import rankers
from registry.models.rankers import Figure, Ranker
from registry.ranking import ranker_words

app = typer.Typer(no_args_is_help=True, help="Bộ xếp hạng học từ các quyết định. · Rankers learned from decided cases.")

_Id = Annotated[str, typer.Argument(help="Mã bộ xếp hạng. · Id of the ranker.")]
_Kind = Annotated[str, typer.Argument(help="Mã loại vị trí. · Code of a kind of role.")]
_Reason = Annotated[str | None, typer.Option(help="Lý do, được lưu. · The reason, which is kept.")]


@app.command()
def train(
    context: typer.Context,
    role_kind: _Kind,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Học cả từ hồ sơ mô phỏng. · Learn from simulated cases too.")
    ] = False,
) -> None:
    """Học một bộ xếp hạng từ các quyết định đã ghi của một loại vị trí; cần ít nhất 30 quyết định.

    Learn a ranker from the recorded decisions of a kind of role, at least 30; it is held against the newest third and
    kept with its figures. It counts only once `registry ranker use` says so.

    Ví dụ · Example: **registry ranker train project-chief-engineer**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        made = rankers.train(db, OPERATOR, role_kind, simulated=simulated)
    _tell(reader, made)


@app.command("list")
def list_rankers(context: typer.Context) -> None:
    """Liệt kê các bộ xếp hạng đã học và bộ nào đang dùng.

    List the learned rankers, with which of them count now.

    Ví dụ · Example: **registry ranker list**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        found = rankers.find(db, OPERATOR)
    heads = (
        ("Mã", "Id"),
        ("Bộ trọng số", "Weights"),
        ("Loại vị trí", "Kind of role"),
        ("Ngày học", "Trained"),
        ("Số quyết định", "Decisions"),
        ("Trên phần chưa học", "Held out"),
        ("Bộ đã công bố", "Published"),
        ("Đang dùng", "In use"),
    )
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    for each in found:
        used = reader.word("đang dùng", "in use") if each.in_use else ""
        day, count = date_text(each.at, reader.language), str(each.outcomes.usable)
        reached, published = _figure(reader, each.held_out), _figure(reader, each.published)
        table.add_row(each.id, each.name, each.role_kind, day, count, reached, published, used)
    reader.out.print(table)


@app.command()
def show(
    context: typer.Context,
    id: _Id,
    out: Annotated[
        Path | None, typer.Option(help="Ghi cả tệp skops vào đây. · Write the skops file there too.")
    ] = None,
) -> None:
    """Hiện một bộ xếp hạng với mọi con số, dạng JSON.

    Show a ranker with all its figures, as JSON.

    Ví dụ · Example: **registry ranker show 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --out ranker.skops**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        found = rankers.get(db, OPERATOR, id)
        if out is not None:
            out.write_bytes(rankers.file_of(db, OPERATOR, id))
    told = orjson.dumps(found.model_dump(mode="json"), option=orjson.OPT_INDENT_2).decode()
    reader.out.print(told, markup=False, soft_wrap=True)


@app.command()
def use(
    context: typer.Context,
    id: _Id,
    reason: _Reason = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Dùng dù kém bộ đã công bố. · Use it though it does worse.")
    ] = False,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Dùng dù học từ mô phỏng. · Use it though it is simulated.")
    ] = False,
) -> None:
    """Cho một bộ xếp hạng đã học quyết định thứ tự của loại vị trí mà nó đã học.

    Have a learned ranker weigh the roles of its kind from now on; the published weights come back with `reset`.

    Ví dụ · Example: **registry ranker use 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d --reason "Quyết định số 12"**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        rankers.use(db, OPERATOR, id, reason=reason, anyway=anyway, simulated=simulated)
        made = rankers.get(db, OPERATOR, id)
    reader.say(
        f"Từ nay {made.role_kind} được xếp hạng bằng {made.name}.", f"{made.role_kind} is weighed by {made.name} now."
    )


@app.command()
def reset(context: typer.Context, role_kind: _Kind, reason: _Reason = None) -> None:
    """Dùng lại bộ trọng số đã công bố cho một loại vị trí.

    Have the published weights of a kind of role count again.

    Ví dụ · Example: **registry ranker reset project-chief-engineer**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        rankers.reset(db, OPERATOR, role_kind, reason=reason)
    reader.say(
        f"{role_kind} lại được xếp hạng bằng bộ trọng số đã công bố.",
        f"{role_kind} is weighed by the published weights again.",
    )


def _tell(reader: Terminal, made: Ranker) -> None:
    reader.out.print(made.id, markup=False)
    for sentence in [*ranker_words.about(made, refused=False), ranker_words.meaning(made)]:
        reader.out.print(sentence.in_(reader.language), markup=False, soft_wrap=True)
    reader.note(
        f"Bộ này chưa được dùng. Để dùng: registry ranker use {made.id}",
        f"It does not count yet. To use it: registry ranker use {made.id}",
    )


def _figure(reader: Terminal, figure: Figure) -> str:
    mean, low, high = (number_text(each, reader.language, places=3) for each in (figure.mean, figure.low, figure.high))
    return f"{mean} [{low}; {high}]"
