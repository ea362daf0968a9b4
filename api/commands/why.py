"""`registry why`: why somebody stands where they stand in a recorded run, feature by feature."""

from typing import Annotated

import typer
from rich.table import Table

from api.commands import opening, terminal
from api.commands.exits import Exit, Refused
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.language import number_text
from api.pages import reasons
from registry import counterfactuals, matches
from registry.models.matches import Candidate

NAME = "why"


def run(
    context: typer.Context,
    run_id: Annotated[str, typer.Argument(help="Mã lần gợi ý. · Id of the run.")],
    expert_id: Annotated[str, typer.Argument(help="Mã chuyên gia. · Id of the expert.")],
    short: Annotated[
        bool,
        typer.Option("--short", help="Còn cách nhóm đầu bao xa. · How far from the first, as of now."),
    ] = False,
) -> None:
    """Giải thích thứ hạng của một người trong một lần gợi ý đã lưu.

    Explain the place of one person in a recorded run: every feature with its value, weight and part of the score, and
    how firm the place is when the weights are drawn anew.

    Ví dụ · Example: **registry why 01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d 01998c1e-0000-7d3a-9c7e-0f8f6a1b2c3d**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        made, people = matches.get(db, OPERATOR, run_id)
        candidate = next((one for one in made.candidates if one.expert_id == expert_id), None)
        if candidate is None or expert_id not in people:
            raise Refused(
                "no-candidate",
                Exit.REFUSED,
                vi=f"Không có ứng viên {expert_id} trong lần gợi ý {run_id}.",
                en=f"There is no candidate {expert_id} in the run {run_id}.",
            )
        _show(reader, candidate)
        if short:
            told = counterfactuals.shortfall(db, opening.pool(reader.settings), OPERATOR, run_id, expert_id)
            reader.out.print(told.sentence.in_(reader.language), markup=False)


def _show(reader: Terminal, candidate: Candidate) -> None:
    language = reader.language
    heads = (
        ("Đặc trưng", "Feature"),
        ("Giá trị", "Value"),
        ("Mức giữa", "Middle"),
        ("Trọng số", "Weight"),
        ("Góp", "Adds"),
    )
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    parts = [part for part in candidate.reasons.features if part.weight]
    for part in parts:
        numbers = (part.value, part.typical, part.weight, part.contribution)
        title = part.title.in_(language) if part.title else part.feature
        table.add_row(title, *(number_text(number, language, places=3) for number in numbers))
    table.add_row(reader.word("Điểm", "Score"), "", "", "", number_text(candidate.score, language, places=3))
    reader.out.print(table)
    said = [part.sentence.in_(language) for part in parts if part.sentence]
    stands = candidate.reasons.stability
    said += [stands.sentence.in_(language)] if stands and stands.sentence else []
    said += [*reasons.sentences(candidate.reasons, language), *reasons.warnings(candidate.reasons, language)]
    for sentence in said:
        reader.out.print(f"· {sentence}", markup=False)
