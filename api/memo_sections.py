"""The parts of a decision memo in words: who was considered, the law, what humans said, and the result."""

from datetime import tzinfo
from typing import Final

from api import memo_layout, memo_result
from api.language import date_text, moment_text, number_text, translations
from api.memo_words import ADVICE_ORDER, advice, kind_of, nominator_kind, part, side, verdict, wording
from registry import lists
from registry.lists import Language
from registry.models.memos import Argument, Memo, MemoCandidate, MemoCriterion, MemoSession

_PLACES: Final = 3


def about(made: Memo, language: Language) -> list[tuple[str, str]]:
    """The case in short: role, regime, who decides, the person and who put them forward."""
    _ = translations(language).gettext
    subject = made.subject
    flag = _("not verified in the gazette")
    found = [
        (_("Person"), _person(made, language)),
        (_("Role"), subject.role_title.in_(language)),
        (_("Kind of role"), _flagged(subject.role_kind.in_(language), flag, verified=subject.kind_verified)),
        (_("Mission"), subject.mission_title.in_(language)),
        (_("Institute"), subject.institute.in_(language)),
        (_("Regime"), subject.instrument),
        (_("Who decides"), _flagged(subject.decider.in_(language), flag, verified=subject.decider_verified)),
        (_("Step"), subject.stage.in_(language)),
    ]
    if subject.nominator is not None:
        name = f": {subject.nominator.name}" if subject.nominator.name else ""
        found.append((_("Nominated by"), nominator_kind(subject.nominator.kind.value, language) + name))
        if subject.nominator.statement:
            found.append((_("Reason for the nomination"), subject.nominator.statement))
        if subject.nominator.conflict:
            found.append((_("Possible conflict of interest declared:").rstrip(":"), subject.nominator.conflict))
    return found


def sections(made: Memo, language: Language, *, zone: tzinfo) -> list[dict[str, object]]:
    """The numbered parts of the paper; of an erased case the result, what was erased, and the steps."""
    if made.subject.erased_at is not None:
        return [
            memo_result.decided(made, language),
            memo_result.erased(made, language),
            memo_result.steps(made, language),
        ]
    return [
        memo_result.decided(made, language),
        _considered(made, language, zone),
        _law(made, language),
        _arguments(made, language, zone),
        *_councils(made, language),
        _checks(made, language, zone),
        *memo_result.reviews(made, language, zone),
        memo_result.steps(made, language),
    ]


def _considered(made: Memo, language: Language, zone: tzinfo) -> dict[str, object]:
    _ = translations(language).gettext
    said = [_("A machine only suggests: its order binds nobody, and whoever it did not rank can be chosen.")]
    if made.run is None:
        said.append(_("No list of the machine was asked for."))
    rows = [_candidate(each, language) for each in made.candidates]
    head = [_("Rank"), _("Person"), _("Score"), _("Step of the case")]
    foot = []
    if made.run is not None:
        foot.append(
            _(
                "List %(id)s of %(at)s: algorithm %(algorithm)s, weights %(weights)s, audit event %(seq)s, "
                "pool %(pool)s."
            )
            % {
                "id": made.run.id,
                "at": moment_text(made.run.at, language, zone=zone),
                "algorithm": made.run.algorithm,
                "weights": made.run.weights_hash[:16],
                "seq": number_text(made.run.audit_seq, language),
                "pool": number_text(made.run.pool, language),
            }
        )
    table = memo_layout.table(head, rows, (1, 5, 1.4, 4))
    return memo_layout.section(_("Candidates considered"), said=said, table=table, foot=foot)


def _candidate(each: MemoCandidate, language: Language) -> memo_layout.Cells:
    _ = translations(language).gettext
    place = str(each.place) if each.place is not None else "–"
    if each.withdrawn:
        return [place, _("withdrew since; only the place is kept"), "–", "–"]
    name = each.name or _("Name not shown to you")
    if each.generated:
        name = " ".join((name, _("(simulated)")))
    if each.of_this_case:
        name = " · ".join((name, _("this case")))
    score = number_text(each.score, language, places=_PLACES) if each.score is not None else _("not ranked")
    return [place, name, score, each.stage.in_(language) if each.stage else _("no case on record")]


def _law(made: Memo, language: Language) -> dict[str, object]:
    _ = translations(language).gettext
    title = _("The criteria of the law")
    if made.law is None:
        return memo_layout.section(title, said=[_("The person has no open profile here, so nobody was measured.")])
    outcome = verdict(made.law.outcome, language)
    if made.law.by_exception:
        outcome = f"{outcome}, {_('by the exception clause, which a person applied')}"
    said = [
        f"{_('Taken together:')} {outcome}.",
        _("By edition %(number)s of the rules, on %(day)s.")
        % {"number": made.rules.number, "day": date_text(made.on, language)},
    ]
    if made.law.hidden:
        said.append(_("Entries not shown to you and not looked at: %(count)s.") % {"count": made.law.hidden})
    sources = list(dict.fromkeys(each.source for each in made.law.criteria))
    rows = [_criterion(each, sources.index(each.source) + 1, language) for each in made.law.criteria]
    foot = [f"[{number}] {source}" for number, source in enumerate(sources, 1)]
    head = [_("Criterion"), _("Verdict"), _("Why"), _("Source")]
    table = memo_layout.table(head, rows, (4.2, 1.8, 3.4, 2.6), whole=True)
    return memo_layout.section(title, said=said, table=table, foot=foot)


def _criterion(each: MemoCriterion, note: int, language: Language) -> memo_layout.Cells:
    _ = translations(language).gettext
    instrument = next((one.number for one in lists.instruments() if one.id == each.instrument), each.instrument)
    article = ", " + _("article %(number)s") % {"number": each.article} if each.article else ""
    several = f" ({_('one of several is enough')})" if each.group else ""
    found = verdict(each.verdict, language)
    if each.verdict != each.computed:
        found = f"{found}, {_('judged by a person')}"
    why = [each.missing.in_(language)] if each.missing and each.verdict != "met" else []
    why += [each.explained.in_(language)] if each.explained else []
    why += [_("Nobody has verified them yet.")] if each.declared_only else []
    flag = wording(each.wording, language)
    source = f"{instrument}{article} [{note}]: {flag if each.verified else flag.upper()}"
    return [f"{part(each.part, language)}: {each.text.in_(language)}{several}", found, " ".join(why), source]


def _arguments(made: Memo, language: Language, zone: tzinfo) -> dict[str, object]:
    _ = translations(language).gettext
    again = made.council is not None and bool(made.council.earlier)
    rows = [
        _argument(each, language, zone, made_again=again)
        for order in ADVICE_ORDER
        for each in made.arguments
        if each.side == order
    ]
    head = [_("Side"), _("Who"), _("When"), _("Reason")]
    said = [] if rows else [_("Nobody has given reasons yet.")]
    return memo_layout.section(
        _("Reasons for and against"), said=said, table=memo_layout.table(head, rows, (1.5, 3, 2, 5))
    )


def _argument(each: Argument, language: Language, zone: tzinfo, *, made_again: bool) -> memo_layout.Cells:
    _ = translations(language).gettext
    about = f"{each.criterion.in_(language).rstrip('.')}: " if each.criterion else ""
    later = {
        "check": _("(replaced by a later check)"),
        "judgement": _("(replaced by a later verdict)"),
        "scorecard": _("(replaced by a later scorecard)"),
    }
    after = f" {later[each.kind]}" if each.replaced else ""
    stands = ", ".join((side(each.side, language), *([_("dissents")] if each.dissents else [])))
    who = f"{each.who.in_(language)}, {kind_of(each.kind, language)}"
    if each.session is not None and made_again:
        session = _("session %(number)s") % {"number": each.session}
        who = f"{who}, {session}"
    return [stands, who, moment_text(each.at, language, zone=zone), f"{about}{each.text}{after}"]


def _councils(made: Memo, language: Language) -> list[dict[str, object]]:
    """The council, and what it advised where it was convened before."""
    _ = translations(language).gettext
    if made.council is None:
        return [memo_layout.section(_("Advisory council"), said=[_("No council was asked.")])]
    if not made.council.earlier:
        return [_council(made.council, _("Advisory council"), language)]
    named = [
        (each, _("Advisory council, session %(number)s, kept as it was") % {"number": each.session})
        for each in made.council.earlier
    ]
    newest = _("Advisory council, session %(number)s, convened anew") % {"number": made.council.session}
    return [_council(each, title, language) for each, title in (*named, (made.council, newest))]


def _council(council: MemoSession, title: str, language: Language) -> dict[str, object]:
    _ = translations(language).gettext
    given = {"members": council.members, "conflicts": council.conflicts}
    said = [
        _("Members asked: %(members)s; with a conflict of interest and thus not taking part: %(conflicts)s.") % given
    ]
    if council.hidden:
        said.append(_("Scorecards sent and hidden from you: %(count)s.") % {"count": council.hidden})
    marks = lists.case_moves_file().scorecard
    rows = [
        [
            card.member or _("Name not shown to you"),
            *(str(card.marks.get(mark.code, "")) for mark in marks),
            advice(card.advice, language),
        ]
        for card in council.scorecards
    ]
    head = [_("Member"), *(lists.label(mark, language) for mark in marks), _("Advice")]
    foot = [_("Marks from 1 (weak) to 5 (outstanding)")] if rows else []
    widths = (2.6, *(1.9 for _mark in marks), 1.8)
    return memo_layout.section(title, said=said, table=memo_layout.table(head, rows, widths), foot=foot)


def _checks(made: Memo, language: Language, zone: tzinfo) -> dict[str, object]:
    _ = translations(language).gettext
    rows = [
        [
            moment_text(each.at, language, zone=zone),
            each.office.in_(language),
            _("accepted") if each.accepted else _("refused"),
            f"{_('profile')} {each.seen[:16]}" + (f"; {_('list of candidates')} {each.run_id}" if each.run_id else ""),
        ]
        for each in made.checks
    ]
    said = [] if rows else [_("No human has checked the file yet.")]
    head = [_("When"), _("Who"), _("Finding"), _("What was seen")]
    table = memo_layout.table(head, rows, (2, 3.4, 1.8, 4))
    return memo_layout.section(_("Human checks of the file"), said=said, table=table)


def _person(made: Memo, language: Language) -> str:
    _ = translations(language).gettext
    if made.subject.erased_at is not None:
        return _("personal data erased")
    return made.subject.person or _("Name not shown to you")


def _flagged(text: str, flag: str, *, verified: bool) -> str:
    return text if verified else f"{text} [{flag.upper()}]"
