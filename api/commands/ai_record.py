"""`registry ai-record`: the classification record of the ranking, as the page and the JSON interface have it."""

from typing import Annotated

import typer

from api import memo_words
from api.commands import terminal
from api.commands.opening import ready_database
from api.commands.terminal import Terminal
from api.language import date_text, number_text
from registry import ai_record
from registry.ai_record import AiRecord
from registry.lists.ai_rules import StatementPart

NAME = "ai-record"
_LEVELS = {
    "low": ("rủi ro thấp", "low risk"),
    "medium": ("rủi ro trung bình", "medium risk"),
    "high": ("rủi ro cao", "high risk"),
}
_PARTS: tuple[tuple[StatementPart, str, str], ...] = (
    ("does", "Máy làm gì", "What it does"),
    ("does_not", "Máy không làm gì", "What it does not do"),
    ("human_control", "Ai kiểm soát", "Who controls it"),
    ("opt_out", "Từ chối được gợi ý", "Saying no"),
    ("review", "Đề nghị con người xem xét lại", "Asking a human to look again"),
)


def run(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Xuất JSON. · Write JSON.")] = False,
) -> None:
    """Hồ sơ phân loại hệ thống trí tuệ nhân tạo, lập từ chính cấu hình đang chạy.

    The classification record that the law on artificial intelligence asks for, made of the configuration that runs.

    Ví dụ · Example: **registry ai-record --json > ai-record.json**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        record = ai_record.current(db)
    if json:
        reader.json(record.model_dump(mode="json"))
        return
    _level(reader, record)
    for part, vi, en in _PARTS:
        reader.head(vi, en)
        for each in record.statements:
            if each.part == part:
                reader.say(f"- {each.text.in_('vi')}", f"- {each.text.in_('en')}")
    for clock in record.review:
        reader.say(
            f"- Nghị định {clock.regime}/NĐ-CP: trả lời trong {clock.days} ngày (mục tiêu riêng, không phải luật).",
            f"- Decree {clock.regime}/NĐ-CP: answered within {clock.days} days (own target, not law).",
        )
    _running(reader, record)
    _instruments(reader, record)


def _level(reader: Terminal, record: AiRecord) -> None:
    made, language = record.classification, reader.language
    level = _LEVELS[made.level]
    read = memo_words.wording(made.wording.value, language)
    day = date_text(made.on, language)
    reader.say(
        f"Mức rủi ro: {level[0]}, theo cách hiểu ngày {day} ({read}). {made.why.in_('vi')}",
        f"Level of risk: {level[1]}, on the reading of {day} ({read}). {made.why.in_('en')}",
    )
    if not record.classified_now:
        reader.say(
            "THUẬT TOÁN ĐANG CHẠY KHÁC VỚI THUẬT TOÁN ĐÃ PHÂN LOẠI: phải phân loại lại.",
            "ANOTHER ALGORITHM RUNS THAN THE ONE THAT WAS CLASSIFIED: the classification has to be made again.",
        )


def _running(reader: Terminal, record: AiRecord) -> None:
    language = reader.language
    reader.head("Đang chạy", "What runs now")
    rows = [
        (reader.word("Thuật toán", "Algorithm"), record.algorithm),
        (reader.word("Đặc trưng", "Features"), "; ".join(each.title.in_(language) for each in record.features)),
        *((f"{reader.word('Trọng số', 'Weights')} {each.name}", each.hash) for each in record.weights),
        (reader.word("Bảng khái niệm", "Table of concepts"), record.concepts),
        (
            reader.word("Bộ tiêu chí", "Edition of the rules"),
            f"{number_text(record.rules_edition, language)}, {record.rules_digest}",
        ),
        (reader.word("Mã băm của hồ sơ này", "Digest of this record"), record.digest),
    ]
    reader.rows((("", ""), ("", "")), rows)


def _instruments(reader: Terminal, record: AiRecord) -> None:
    language = reader.language
    day = date_text(record.as_of, language)
    reader.head(
        f"Văn bản, tại ngày {day}; chưa văn bản nào được đối chiếu với Công báo",
        f"Instruments as of {day}; none of them was compared with the gazette",
    )
    heads = (
        ("Văn bản", "Instrument"),
        ("Hiệu lực từ", "In force from"),
        ("Yêu cầu", "What it requires"),
        ("Nguồn", "Source"),
    )
    rows = [
        (
            f"{each.number} {each.title.in_(language)}",
            date_text(each.in_force, language),
            each.about.in_(language),
            f"{memo_words.wording(each.wording.value, language)}; {each.source}",
        )
        for each in record.instruments
    ]
    reader.rows(heads, rows)
