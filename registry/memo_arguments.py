"""What humans said for and against somebody in a case: checks of the file, verdicts, scorecards, and who dissents."""

from collections.abc import Iterator, Mapping
from typing import Final

from graph.database import Database
from registry import accounts, rules
from registry.errors import NotFound
from registry.models.case_entries import CouncilSession, Decision, Review
from registry.models.cases import Case
from registry.models.memos import (
    Argument,
    MemoCheck,
    MemoCouncil,
    MemoReview,
    MemoScorecard,
    MemoSession,
    Side,
)
from registry.models.rules import Rules
from registry.models.values import Bilingual

_OFFICES: Final = {
    "committee": Bilingual(vi="Ban Chỉ đạo", en="The steering committee"),
    "administrator": Bilingual(vi="Quản trị viên", en="An administrator"),
}
_MEMBER: Final = Bilingual(vi="Thành viên hội đồng tư vấn", en="A member of the advisory council")
_ADVICE: Final[Mapping[str, Side]] = {"choose": "for", "do_not_choose": "against", "unsure": "open"}


def of_case(case: Case, used: Rules, names: Mapping[str, str], decided: Decision | None) -> tuple[Argument, ...]:
    """Everything that was said, in the order of time; what contradicts the newest decision dissents."""
    said = sorted((*_checks(case), *_judgements(case, used), *_scorecards(case, names)), key=lambda each: each.at)
    if decided is None:
        return tuple(said)
    contrary = "against" if decided.chosen else "for"
    return tuple(each.model_copy(update={"dissents": each.side == contrary and not each.replaced}) for each in said)


def checks(case: Case) -> tuple[MemoCheck, ...]:
    """The human checks of the file, by the offices that made them."""
    return tuple(
        MemoCheck(
            at=each.at, office=_office(case, each.office), accepted=each.accepted, seen=each.seen, run_id=each.run_id
        )
        for each in case.checks
    )


def council(case: Case, names: Mapping[str, str]) -> MemoCouncil | None:
    """The council of a case, with its earlier sessions, as far as its reader may see it."""
    if case.council is None:
        return None
    earlier = tuple(_session(each, names) for each in case.council.earlier)
    return MemoCouncil(**dict(_session(case.council, names)), open=case.council.open, earlier=earlier)


def _session(session: CouncilSession, names: Mapping[str, str]) -> MemoSession:
    return MemoSession(
        session=session.session,
        members=len(session.members),
        conflicts=sum(member.declared == "conflict" for member in session.members),
        hidden=session.hidden,
        scorecards=tuple(
            MemoScorecard(member=names.get(card.by), marks=card.marks, advice=card.advice)
            for card in session.scorecards
        ),
    )


def review(db: Database, case: Case, asked: Review) -> MemoReview:
    """A second look, with the office that answered it."""
    shared = asked.model_dump(include=set(MemoReview.model_fields) - {"office"})
    by = accounts.account(db, asked.answered_by) if asked.answered_by else None
    return MemoReview(**shared, office=_office(case, by.office.value) if by else None)


def _checks(case: Case) -> Iterator[Argument]:
    newest = max((each.at, each.id) for each in case.checks) if case.checks else None
    for each in case.checks:
        yield Argument(
            side="for" if each.accepted else "against",
            kind="check",
            at=each.at,
            who=_office(case, each.office),
            text=each.reason,
            replaced=(each.at, each.id) != newest,
        )


def _judgements(case: Case, used: Rules) -> Iterator[Argument]:
    newest = {each.criterion_id: each.id for each in sorted(case.judgements, key=lambda each: each.at)}
    for each in case.judgements:
        yield Argument(
            side="for" if each.verdict == "met" else "against",
            kind="judgement",
            at=each.at,
            who=_office(case, each.office),
            text=each.reason,
            criterion=_criterion(used, each.criterion_id),
            replaced=newest[each.criterion_id] != each.id,
        )


def _scorecards(case: Case, names: Mapping[str, str]) -> Iterator[Argument]:
    sessions = (*case.council.earlier, case.council) if case.council else ()
    cards = [card for session in sessions for card in session.scorecards]
    newest = {card.by: card.id for card in cards}
    for card in cards:
        name = names.get(card.by)
        yield Argument(
            side=_ADVICE[card.advice],
            kind="scorecard",
            at=card.at,
            who=Bilingual(vi=name, en=name) if name else _MEMBER,
            text=card.comment,
            session=card.session,
            replaced=newest[card.by] != card.id,
        )


def _criterion(used: Rules, id: str) -> Bilingual:
    try:
        return rules.criterion(used, id)[0].text
    except NotFound:
        # The verdict was given under another edition, which had this criterion.
        return Bilingual(vi=id, en=id)


def _office(case: Case, office: str) -> Bilingual:
    return case.institute_name if office == "institute" else _OFFICES.get(office, Bilingual(vi=office, en=office))
