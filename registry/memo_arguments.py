"""What humans said for and against somebody in a case: checks of the file, verdicts, scorecards, and who dissents."""

from collections.abc import Iterator, Mapping
from typing import Final

from registry import rules
from registry.errors import NotFound
from registry.models.case_entries import Decision
from registry.models.cases import Case
from registry.models.memos import Argument, MemoCheck, MemoCouncil, MemoScorecard, Side
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
    """The council of a case as far as its reader may see it."""
    if case.council is None:
        return None
    return MemoCouncil(
        members=len(case.council.members),
        conflicts=sum(member.declared == "conflict" for member in case.council.members),
        open=case.council.open,
        hidden=case.council.hidden,
        scorecards=tuple(
            MemoScorecard(member=names.get(card.by), marks=card.marks, advice=card.advice)
            for card in case.council.scorecards
        ),
    )


def _checks(case: Case) -> Iterator[Argument]:
    for each in case.checks:
        side: Side = "for" if each.accepted else "against"
        yield Argument(side=side, kind="check", at=each.at, who=_office(case, each.office), text=each.reason)


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
    for card in case.council.scorecards if case.council else ():
        name = names.get(card.by)
        who = Bilingual(vi=name, en=name) if name else _MEMBER
        yield Argument(side=_ADVICE[card.advice], kind="scorecard", at=card.at, who=who, text=card.comment)


def _criterion(used: Rules, id: str) -> Bilingual:
    try:
        return rules.criterion(used, id)[0].text
    except NotFound:
        # The verdict was given under another edition, which had this criterion.
        return Bilingual(vi=id, en=id)


def _office(case: Case, office: str) -> Bilingual:
    return case.institute_name if office == "institute" else _OFFICES.get(office, Bilingual(vi=office, en=office))
