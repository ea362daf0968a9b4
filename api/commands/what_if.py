"""`registry what-if`: the people of a recorded run under other weights, saved with a reason where that is wanted."""

from typing import Annotated

import typer
from rich.table import Table

from api.commands import terminal
from api.commands.opening import OPERATOR, ready_database
from api.language import number_text
from registry import contrasts, matches, trials
from registry.errors import FieldError, Invalid

NAME = "what-if"


def run(
    context: typer.Context,
    run_id: Annotated[str, typer.Argument(help="Mã lần gợi ý. · Id of the run.")],
    factor: Annotated[
        list[str], typer.Option(help="Nhân trọng số, ví dụ recent=0; lặp lại được. · Multiply a weight, repeatable.")
    ],
    save: Annotated[
        str | None, typer.Option("--save", metavar="REASON", help="Lưu kèm lý do. · Save it with this reason.")
    ] = None,
) -> None:
    """Thử trọng số khác trên một lần gợi ý đã lưu; 0 bỏ một đặc trưng, 2 nhân đôi trọng số của nó.

    Try other weights on a recorded run: 0 takes a feature out, 2 doubles it. Nothing is kept without `--save`; what is
    saved is marked as tried, and never takes the place of the run.

    Ví dụ · Example: **registry what-if RUN_ID --factor recent=0 --save "Xem ảnh hưởng của độ mới"**
    """
    reader = terminal.of(context)
    factors = dict(_factor(text) for text in factor)
    with ready_database(reader.settings) as db:
        made = trials.save(db, OPERATOR, run_id, factors, save) if save is not None else None
        told = contrasts.what_if(db, OPERATOR, run_id, factors)
        _, views = matches.get(db, OPERATOR, run_id)
    heads = (
        ("Thứ hạng mới", "Place now"),
        ("Trong danh sách", "In the list"),
        ("Họ và tên", "Name"),
        ("Điểm", "Score"),
    )
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    for one in told.people:
        name = views[one.expert_id].name
        score = number_text(one.score, reader.language, places=3)
        table.add_row(str(one.rank), str(one.rank_before), name.as_written if name else one.expert_id, score)
    reader.out.print(table)
    reader.say(told.sentence.in_("vi"), told.sentence.in_("en"))
    if made is not None:
        reader.note(f"Đã lưu thành {made.id}, ghi là thử trọng số.", f"Saved as {made.id}, marked as tried.")


def _factor(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        return name, float(number)
    except ValueError:
        vi, en = f"Viết đặc trưng=số, không phải {text}.", f"Write feature=number, not {text}."
        raise Invalid(FieldError("/factors", "factor-form", vi, en)) from None
