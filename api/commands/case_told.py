"""A case on the terminal: where it stands, who holds it, what it keeps, and which steps are open now and to whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from api import memo_words
from api.commands import case_help
from api.commands.terminal import Terminal
from api.language import date_text, person_text
from registry import case_moves, case_next, lists
from registry.access import Actor
from registry.lists import Language
from registry.models.case_entries import CouncilSession, Decision, Step
from registry.models.cases import Case, CaseLine

_Pair = tuple[str, str]
_Kept = tuple[_Pair, Sequence[_Pair], Sequence[Sequence[str]]]
_DAY: Final = ("Ngày", "Day")
_BY: Final = ("Bởi", "By")
_REASON: Final = ("Lý do", "Reason")
_ID: Final = ("Mã", "Id")


def stands(reader: Terminal, actor: Actor, case: Case | None) -> None:
    """Say where a case stands after something was done in it, and what comes next; None is told no more."""
    if case is None:
        reader.say("Đã ghi.", "Recorded.")
        return
    reader.say(f"Hồ sơ {case.id}: {case.wording.in_('vi')}.", f"Case {case.id}: {case.wording.in_('en')}.")
    _holder(reader, case)
    _next(reader, actor, case)


def whole(reader: Terminal, actor: Actor, case: Case, names: Mapping[str, str], parallel: Iterable[CaseLine]) -> None:
    """Print what this reader may see of a case; `names` are those of the accounts that acted, as far as told."""
    language = reader.language
    reader.say(case.role_title.in_("vi"), case.role_title.in_("en"))
    reader.say(*_person(case))
    reader.say(f"{case.wording.in_('vi')}.", f"{case.wording.in_('en')}.")
    decides(reader, case.role_kind)
    _holder(reader, case)
    steps = [_step(case, each, names, language) for each in case.steps]
    reader.part(("Các bước đã qua", "The steps so far"), (_DAY, ("Bước", "Step"), _BY, _REASON), steps)
    if case.council is not None:
        for each in (*case.council.earlier, case.council):
            _council(reader, each, names, session=f" ({each.session})" if case.council.earlier else "")
    for title, heads, rows in (*_judged(case, language), *_kept_since(case, language)):
        reader.part(title, heads, rows)
    others = [(each.role_title.in_(language), each.wording.in_(language), each.id) for each in parallel]
    heads = (("Vị trí", "Role"), ("Giai đoạn", "Stage"), _ID)
    reader.part(("Hồ sơ khác của người này", "Other cases of this person"), heads, others)
    _next(reader, actor, case)


def decides(reader: Terminal, role_kind: str) -> None:
    """Say which office decides about a kind of role, and where that was not read in the gazette."""
    kind = lists.role_kind(role_kind)
    unread = ("", "") if kind.decider_verified else (" [CHƯA ĐỐI CHIẾU CÔNG BÁO]", " [NOT VERIFIED IN THE GAZETTE]")
    reader.say(f"Ai quyết định: {kind.decider_vi}{unread[0]}.", f"Who decides: {kind.decider_en}{unread[1]}.")


def _person(case: Case) -> _Pair:
    if case.erased_at is not None:
        return "Dữ liệu cá nhân đã xoá.", "The personal data were erased."
    if case.person is None or case.person.name is None:
        return "Tên không hiển thị với bạn.", "The name is not shown to you."
    name, made_up = case.person.name.as_written, case.person.generated
    return person_text(name, "vi", generated=made_up), person_text(name, "en", generated=made_up)


def _holder(reader: Terminal, case: Case) -> None:
    if case.holding is None:
        return
    held, unread = case.holding, not case.holding.target_verified
    since, due = (date_text(day, reader.language) for day in (held.since, held.due))
    until_vi = f", mục tiêu {due}{' (mục tiêu riêng, không phải luật)' if unread else ''}" if due else ""
    until_en = f", target {due}{' (own target, not law)' if unread else ''}" if due else ""
    reader.say(
        f"Giữ hồ sơ: {held.name.in_('vi')}, từ {since}{until_vi}.",
        f"Held by {held.name.in_('en')} since {since}{until_en}.",
    )


def _step(case: Case, step: Step, names: Mapping[str, str], language: Language) -> Sequence[str]:
    name = lists.label(lists.case_move(case.regime, step.move), language)
    vi, en = case_moves.who((step.office,))
    by = names.get(step.by or "", vi if language == "vi" else en)
    role = lists.label(lists.became(step.role), language) if step.role else ""
    return date_text(step.on, language), name, by, " ".join(part for part in (step.reason, role) if part)


def _council(reader: Terminal, council: CouncilSession, names: Mapping[str, str], *, session: str) -> None:
    """One session of the council; `session` says which one, where there were several."""
    said = {
        None: ("chưa khai", "not declared yet"),
        "none": ("không có xung đột", "no conflict"),
        "conflict": ("CÓ XUNG ĐỘT LỢI ÍCH", "CONFLICT OF INTEREST"),
    }
    sent = (("chưa gửi phiếu", "no scorecard yet"), ("đã gửi phiếu", "sent a scorecard"))
    members = [
        (each.name or each.account_id, reader.word(*said[each.declared]), reader.word(*sent[each.sent]))
        for each in council.members
    ]
    heads = (("Thành viên", "Member"), ("Xung đột lợi ích", "Conflict of interest"), ("Phiếu", "Scorecard"))
    reader.part((f"Hội đồng tư vấn{session}", f"Advisory council{session}"), heads, members)
    cards = [
        (
            names.get(card.by, card.by),
            memo_words.advice(card.advice, reader.language),
            _marks(card.marks, reader.language),
            card.comment,
        )
        for card in council.scorecards
    ]
    parts = (("Thành viên", "Member"), ("Ý kiến", "Advice"), ("Điểm", "Marks"), ("Nhận xét", "Comment"))
    reader.part((f"Phiếu cho ý kiến{session}", f"Scorecards{session}"), parts, cards)
    if council.hidden:
        reader.say(
            f"Còn {council.hidden} phiếu chưa mở cho bạn.",
            f"{council.hidden} scorecards are not open to you yet.",
        )


def _marks(marks: Mapping[str, int], language: Language) -> str:
    return ", ".join(f"{lists.label(lists.scorecard_mark(code), language)} {mark}" for code, mark in marks.items())


def _judged(case: Case, language: Language) -> Iterator[_Kept]:
    """What was found and decided about the person."""
    yield (
        ("Đánh giá tiêu chí", "Verdicts on criteria"),
        (("Tiêu chí", "Criterion"), ("Kết quả", "Verdict"), _REASON),
        [(each.criterion_id, memo_words.verdict(each.verdict, language), each.reason) for each in case.judgements],
    )
    yield (
        ("Quyết định", "Decisions"),
        (_DAY, ("Kết quả", "Result"), ("Số", "Number"), _REASON, ("Khác thứ tự của máy", "Departure")),
        [_decision(each, language) for each in case.decisions],
    )


def _kept_since(case: Case, language: Language) -> Iterator[_Kept]:
    """What was promised, how the years were assessed, and which results were sent back."""
    yield (
        ("Cam kết", "Promises"),
        (("Nội dung", "Promise"), ("Ai lo", "Owner"), ("Hạn", "Due"), ("Đã thực hiện", "Kept on"), _ID),
        [
            (
                each.title.in_(language),
                each.owner,
                date_text(each.due, language),
                date_text(each.done_on, language),
                each.id,
            )
            for each in case.promises
        ],
    )
    yield (
        ("Đánh giá năm", "Yearly assessments"),
        (("Năm", "Year"), ("Kết quả", "Grade"), ("Thưởng (tháng lương)", "Bonus (months' pay)"), _REASON),
        [
            (
                str(each.year),
                lists.label(lists.grade(each.grade), language),
                f"{each.bonus_months:g}",
                each.reason or "",
            )
            for each in case.assessments
        ],
    )
    yield (
        ("Đề nghị xem xét lại", "Reviews asked for"),
        (("Nội dung", "Request"), ("Mục tiêu trả lời", "Target"), ("Trả lời", "Answer"), _ID),
        [(each.text, date_text(each.due, language), each.reason or "", each.id) for each in case.reviews],
    )


def _decision(made: Decision, language: Language) -> Sequence[str]:
    result = lists.label(lists.case_move("231/2025", "choose" if made.chosen else "not_choose"), language)
    departed = ""
    if made.departure_code is not None:
        departed = f"{lists.label(lists.departure(made.departure_code), language)}: {made.departure_text or ''}"
    return date_text(made.on, language), result, made.number or "", made.reason or "", departed


def _next(reader: Terminal, actor: Actor, case: Case) -> None:
    """The steps that are open now, those of the reader marked by a word."""
    open_now = case_next.now(actor, case)
    if not open_now:
        reader.say("Không còn bước nào trong hồ sơ này.", "Nothing more is done in this case.")
        return
    rows = [
        (
            each.name.in_(reader.language),
            "; ".join(part.in_(reader.language) for part in each.by),
            reader.word("bạn", "you") if each.mine else "",
            f"registry case {case_help.words(each.code)}",
        )
        for each in open_now
    ]
    heads = (("Bước", "Step"), ("Ai làm", "Who may"), ("", ""), ("Lệnh", "Command"))
    reader.part(("Việc làm được lúc này", "What may be done now"), heads, rows)
