"""The candidates of a match run on the terminal: a table, then the reasons of the first ones in sentences."""

from collections.abc import Mapping

from rich.table import Table

from api.commands.terminal import Terminal
from api.language import date_text, number_text, person_text
from api.pages import reasons
from registry import lists
from registry.models.experts import ExpertView
from registry.models.matches import Candidate, MatchRun
from registry.ranking import filtering


def show(reader: Terminal, run: MatchRun, people: Mapping[str, ExpertView], *, explained: int = 3) -> None:
    """Print a run: everybody in the table, and why for the first `explained` of them."""
    language = reader.language
    if run.nobody is not None:
        reader.say(run.nobody.in_("vi"), run.nobody.in_("en"))
        about(reader, run)
        return
    heads = (
        ("Hạng", "Rank"),
        ("Họ và tên", "Name"),
        ("Diện", "Standing"),
        ("Nơi cư trú", "Residence"),
        ("Điểm", "Score"),
        ("Chủ trì", "Led"),
        ("Gần nhất", "Latest"),
    )
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    for candidate in run.candidates:
        table.add_row(*_cells(reader, candidate, people.get(candidate.expert_id or "")))
    reader.out.print(table)
    for candidate in run.candidates[:explained]:
        view = people.get(candidate.expert_id or "")
        if view is None:
            continue
        said = [*reasons.sentences(candidate.reasons, language), *reasons.warnings(candidate.reasons, language)]
        reader.out.print()
        reader.out.print(f"{candidate.rank}. {_name(reader, view)}", style="bold", markup=False)
        for sentence in said:
            reader.out.print(f"   · {sentence}", markup=False)
    reader.out.print()
    about(reader, run)


def about(reader: Terminal, run: MatchRun) -> None:
    """Say over how many people, by which algorithm, how fast, and under which id the run is kept."""
    language = reader.language
    if run.tried:
        vi, en = (
            "Thứ tự thử trọng số, không dùng để đối chiếu quyết định.",
            "An order by other weights; no list to decide by.",
        )
        reader.note(f"{vi} {run.tried.reason}", f"{en} {run.tried.reason}")
    if run.law:
        looked, excluded = number_text(run.law.looked_at, language), number_text(run.law.excluded, language)
        kept_vi, kept_en = filtering.LAW[run.law.kept_by]
        reader.note(
            f"Lọc theo luật ({kept_vi}): đã xét {looked} người, bỏ {excluded} người.",
            f"By the law ({kept_en}): looked at {looked} people, left out {excluded}.",
        )
        if run.law.stopped:
            reader.note(
                "Số người còn lại quá ít; những người xa hơn không được xét.",
                "Too few were left, and nobody further away was looked at.",
            )
    ranked = number_text(run.pool - run.without_evidence, language)
    pool, without = number_text(run.pool, language), number_text(run.without_evidence, language)
    spent = number_text(run.milliseconds, language)
    reader.note(
        f"So sánh {ranked} trong {pool} người đã đồng ý ({without} người chưa có minh chứng nên không xếp hạng), "
        f"{spent} ms, thuật toán {run.algorithm}. Lần gợi ý {run.id} được lưu cùng lý do. "
        "Máy gợi ý; người có thẩm quyền quyết định.",
        f"Compared {ranked} of {pool} people who agreed ({without} have no evidence and are not ranked), "
        f"{spent} ms, algorithm {run.algorithm}. The run {run.id} is kept with its reasons. "
        "A machine suggests; a named person decides.",
    )


def _cells(reader: Terminal, candidate: Candidate, view: ExpertView | None) -> tuple[str, ...]:
    if view is None:
        return (str(candidate.rank), reader.word("(đã rút khỏi việc gợi ý)", "(withdrew)"), "", "", "", "", "")
    language = reader.language
    return (
        str(candidate.rank),
        _name(reader, view),
        lists.label(lists.term("standings", view.standing), language) if view.standing else "",
        lists.label(lists.country(view.residence), language) if view.residence else "",
        number_text(candidate.score, language, places=3),
        number_text(candidate.reasons.led, language),
        date_text(candidate.reasons.latest, language),
    )


def _name(reader: Terminal, view: ExpertView) -> str:
    return person_text(view.name.as_written if view.name else view.id, reader.language, generated=view.generated)
