"""`registry ledger`: where the offices that decide depart from the machine's order, month by month."""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated

import orjson
import typer

from api import memo_words, waiting_tables
from api.commands import acting, terminal
from api.commands.exits import Exit, Refused
from api.commands.terminal import Terminal
from api.language import date_text, number_text, percent_text
from registry import ledger, lists
from registry.lists import Language
from registry.models.departures import DepartureEntry, DepartureLedger, MonthOfDepartures, ReasonCount
from registry.models.values import today

NAME = "ledger"
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_PLACES = 3
_REASONS = ("Lý do", "Reasons")
_MONTHS = (("Tháng", "Month"), ("Đã chọn", "Chosen"), ("Khác máy", "Departed"), ("Tỷ lệ", "Share"), _REASONS)
_ENTRIES = (
    ("Ngày", "Day"),
    ("Vị trí", "Role"),
    ("Hạng", "Rank"),
    ("Bị vượt", "Passed over"),
    _REASONS,
    ("Hồ sơ", "Case"),
)
_CRITERIA = (
    ("Tiêu chí", "Criterion"),
    ("Mức xác minh", "Verified"),
    ("Đánh giá khác nhau", "Verdicts differ"),
    ("Nghiêng về người được chọn", "For the chosen"),
    ("Nghiêng về người bị vượt", "For those passed over"),
    ("Người đánh giá", "Verdicts of people"),
    ("Khác máy", "Against the machine"),
)
_FEATURES = (
    ("Đặc trưng", "Feature"),
    ("Chênh lệch trung bình", "Mean difference"),
    ("Nghiêng về người bị vượt", "For those passed over"),
    ("Nghiêng về người được chọn", "For the chosen"),
)


def run(
    context: typer.Context,
    *,
    month: Annotated[str | None, typer.Option(help="Chỉ tháng này, như 2026-11. · Only this month.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Xuất JSON. · Write JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Xuất CSV, mỗi lần chọn khác một dòng. · Write CSV.")] = False,
    login: acting.As = None,
    password_stdin: acting.PasswordStdin = False,
) -> None:
    """Sổ theo dõi những lần chọn khác thứ tự của máy: từng tháng, vì sao, và khác máy ở đặc trưng, tiêu chí nào.

    The ledger of departures from the machine's order, as an account may read it: the choices of each month, the
    reasons given, and by which features and criteria people and machine disagree. Without an account the operator
    reads.

    Ví dụ · Example: **registry ledger --month 2026-11 --csv > departures.csv**
    """
    reader = terminal.of(context)
    _check(month, both=json and csv)
    with acting.reading(reader, login, from_stdin=password_stdin) as (db, actor):
        whole = ledger.read(db, actor, on=today())
    told = whole if month is None else ledger.of_month(whole, month)
    if csv:
        sys.stdout.buffer.write(bytes(waiting_tables.departures_csv(told, reader.language).body))
    elif json:
        sys.stdout.buffer.write(orjson.dumps(told.model_dump(mode="json")) + b"\n")
    else:
        _tell(reader, told)
        if month is None and told.departed and not told.features:
            reader.note(
                f"So sánh được {told.compared} lần; dưới {told.fewest} lần thì không nêu theo đặc trưng.",
                f"{told.compared} departures can be compared; below {told.fewest} nothing is told by feature.",
            )


def _check(month: str | None, *, both: bool) -> None:
    if both:
        vi, en = "Chỉ chọn một trong hai: --json hoặc --csv.", "Choose one of --json and --csv."
        raise Refused("one-format", Exit.WRONG_USAGE, vi=vi, en=en)
    if month is not None and not _MONTH.fullmatch(month):
        vi, en = "--month: Tháng được viết 2026-11.", "--month: A month is written 2026-11."
        raise Refused("month-form", Exit.WRONG_USAGE, vi=vi, en=en)


def _tell(reader: Terminal, told: DepartureLedger) -> None:
    language = reader.language
    chosen, departed = number_text(told.chosen, language), number_text(told.departed, language)
    reader.say(
        f"Số người được chọn: {chosen}; trong đó có người được máy xếp trước: {departed}.",
        f"Chosen: {chosen}; of them while somebody stood clearly before: {departed}.",
    )
    if told.generated:
        made_up = number_text(told.generated, language)
        reader.note(f"Mục mô phỏng để minh hoạ: {made_up}.", f"Entries made up for demonstration: {made_up}.")
    reader.part(("Từng tháng", "Month by month"), _MONTHS, [_month(reader, each, told.fewest) for each in told.months])
    reader.part(("Theo tiêu chí của luật", "By criteria of the law"), _CRITERIA, _criteria(told, language))
    reader.part(("Theo đặc trưng của máy", "By features of the ranking"), _FEATURES, _features(told, language))
    reader.part(("Từng lần", "Every departure"), _ENTRIES, [_entry(each, language) for each in told.entries])


def _month(reader: Terminal, each: MonthOfDepartures, fewest: int) -> Sequence[str]:
    language = reader.language
    share = percent_text(each.share, language) if each.chosen >= fewest else reader.word("quá ít", "too few")
    counts = (number_text(each.chosen, language), number_text(each.departed, language))
    return each.month, *counts, share, _reasons(each.reasons, language)


def _reasons(reasons: Iterable[ReasonCount], language: Language) -> str:
    return "; ".join(f"{each.label.in_(language)} ({number_text(each.count, language)})" for each in reasons)


def _criteria(told: DepartureLedger, language: Language) -> list[Sequence[str]]:
    return [
        (
            f"{each.criterion_id}: {each.text.in_(language)}",
            memo_words.wording(each.wording, language),
            *(number_text(count, language) for count in (each.differed, each.for_chosen, each.for_passed_over)),
            *(number_text(count, language) for count in (each.judged, each.overturned)),
        )
        for each in told.criteria
    ]


def _features(told: DepartureLedger, language: Language) -> list[Sequence[str]]:
    return [
        (
            each.title.in_(language),
            number_text(each.mean, language, places=_PLACES),
            *(number_text(count, language) for count in (each.for_passed_over, each.for_chosen)),
        )
        for each in told.features
    ]


def _entry(each: DepartureEntry, language: Language) -> Sequence[str]:
    reason = each.reason.in_(language) if each.reason else ""
    said = ": ".join(part for part in (reason, each.text or "") if part)
    place = number_text(each.rank, language) if each.rank else "–"
    kind = lists.label(lists.role_kind(each.role_kind), language)
    return date_text(each.on, language), kind, place, number_text(each.passed_over, language), said, each.case_id
