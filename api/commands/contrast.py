"""`registry contrast`: why one candidate of a recorded run stands before another."""

from typing import Annotated

import typer
from rich.table import Table

from api.commands import terminal
from api.commands.opening import OPERATOR, ready_database
from api.language import number_text
from registry import contrasts

NAME = "contrast"


def run(
    context: typer.Context,
    run_id: Annotated[str, typer.Argument(help="Mã lần gợi ý. · Id of the run.")],
    first: Annotated[str, typer.Argument(help="Mã chuyên gia thứ nhất. · Id of one expert.")],
    second: Annotated[str, typer.Argument(help="Mã chuyên gia thứ hai. · Id of the other expert.")],
) -> None:
    """So sánh hai ứng viên của một lần gợi ý đã lưu theo từng đặc trưng.

    Compare two candidates of a recorded run feature by feature; the differences add up to the distance of the scores.

    Ví dụ · Example: **registry contrast RUN_ID EXPERT_ID EXPERT_ID**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        told = contrasts.contrast(db, OPERATOR, run_id, first, second)
    language = reader.language
    reader.out.print(told.sentence.in_(language), markup=False)
    heads = (
        reader.word("Đặc trưng", "Feature"),
        f"{told.first_rank}. {told.first[-6:]}",
        f"{told.second_rank}. {told.second[-6:]}",
        reader.word("Chênh lệch", "Difference"),
    )
    table = Table(*heads, box=None, pad_edge=False)
    for part in told.differences:
        numbers = (part.first_value, part.second_value, part.difference)
        table.add_row(part.title.in_(language), *(number_text(number, language, places=3) for number in numbers))
    distance = number_text(told.distance, language, places=3)
    table.add_row(reader.word("Khoảng cách điểm", "Distance of the scores"), "", "", distance)
    reader.out.print(table)
