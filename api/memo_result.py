"""What a decision memo says of the result: decision and dissent, the steps, what was sent back and what was erased."""

from datetime import tzinfo

from api import memo_layout
from api.language import date_text, moment_text, translations
from api.memo_words import kind_of
from registry.lists import Language
from registry.models.memos import Memo, MemoDecision, MemoReview


def decided(made: Memo, language: Language) -> dict[str, object]:
    """The decisions on record, the departure from the order, and who dissents."""
    _ = translations(language).gettext
    said = [] if made.decisions else [undecided(made, language)]
    erased = made.subject.erased_at is not None
    facts = [pair for decision in made.decisions for pair in _decision(decision, language, erased=erased)]
    dissent = [each for each in made.arguments if each.dissents]
    for each in dissent:
        facts.append((_("Dissent"), f"{each.who.in_(language)} ({kind_of(each.kind, language)}): {each.text}"))
    if any(not decision.sent_back for decision in made.decisions) and not dissent:
        facts.append((_("Dissent"), _("personal data erased") if erased else _("none on record")))
    return memo_layout.section(_("Decision, departure and dissent"), said=said, facts=facts)


def undecided(made: Memo, language: Language) -> str:
    """How a case stands in which no decision does: open, or closed without one."""
    _ = translations(language).gettext
    if made.subject.closed_on is None:
        return _("Nothing is decided yet.")
    return _("The case was closed on %(day)s without a decision: %(stage)s.") % {
        "day": date_text(made.subject.closed_on, language),
        "stage": made.subject.stage.in_(language),
    }


def erased(made: Memo, language: Language) -> dict[str, object]:
    """What of a case was erased, and what is kept."""
    _ = translations(language).gettext
    said = [
        _("The personal data of this case were erased on %(day)s.")
        % {"day": date_text(made.subject.erased_at, language)},
        _(
            "Erased with them: who the person was and who put them forward, the checks, the verdicts on criteria, "
            "scorecards, reasons and reviews. Nobody else who was considered is named here either."
        ),
        _("Kept: the role, the steps with their days, the result, and whether it departed from the machine's order."),
    ]
    return memo_layout.section(_("What was erased"), said=said)


def steps(made: Memo, language: Language) -> dict[str, object]:
    """The steps of the case with their days."""
    _ = translations(language).gettext
    rows = [[date_text(each.on, language), each.name.in_(language), each.stage.in_(language)] for each in made.steps]
    head = [_("Day"), _("Step"), _("Where the case stood then")]
    return memo_layout.section(_("The steps so far"), table=memo_layout.table(head, rows, (1.6, 4, 4)))


def reviews(made: Memo, language: Language, zone: tzinfo) -> list[dict[str, object]]:
    """What was sent back for a human to look at again, where anything was."""
    _ = translations(language).gettext
    facts = [pair for review in made.reviews for pair in _review(review, language, zone)]
    return [memo_layout.section(_("Human reviews of the result"), facts=facts)] if facts else []


def _decision(made: MemoDecision, language: Language, *, erased: bool) -> list[tuple[str, str]]:
    _ = translations(language).gettext
    result = _("chosen") if made.chosen else _("not chosen")
    if made.sent_back:
        result = " ".join((result, _("(stands no more: a human looked again and the case went on)")))
    number = ", " + _("No. %(number)s") % {"number": made.number} if made.number else ""
    unranked = _("personal data erased") if erased else _("not ranked")
    rank = _("place %(rank)s") % {"rank": made.rank} if made.rank else unranked
    found = [
        (date_text(made.on, language), f"{result} · {made.office.in_(language)}{number}"),
        (_("Reason"), made.reason or _("personal data erased")),
        (_("In the machine's list"), rank),
    ]
    if made.departure is not None:
        passed = translations(language).ngettext(
            "%(num)s person stood clearly before.", "%(num)s people stood clearly before.", made.passed_over
        ) % {"num": made.passed_over}
        name = made.departure.name.in_(language)
        text = f": {made.departure.text}" if made.departure.text else ""
        before = f"{passed} " if made.passed_over else ""
        found.append((_("Departs from the machine's order"), f"{before}{name}{text}"))
    return found


def _review(each: MemoReview, language: Language, zone: tzinfo) -> list[tuple[str, str]]:
    _ = translations(language).gettext
    asked = (_("Human review asked for"), f"{moment_text(each.asked_at, language, zone=zone)}: {each.text}")
    if each.answered_at is None:
        due = _("due by %(day)s") % {"day": date_text(each.due, language)}
        return [asked, (_("Answer"), f"{due} {_('(own target, not law)')}")]
    result = _("the result stands") if each.upheld else _("the case goes on again")
    office = f", {each.office.in_(language)}" if each.office else ""
    answer = f"{moment_text(each.answered_at, language, zone=zone)}{office}, {result}: {each.reason or ''}"
    return [asked, (_("Answer"), answer)]
