"""Why somebody stands where they stand, said in sentences of the reader's language."""

from collections.abc import Iterable, Iterator

from api.language import date_text, number_text, percent_text, translations
from registry.lists import Language
from registry.models.matches import Reasons

_TERMS_NAMED = 5


def sentences(reasons: Reasons, language: Language) -> list[str]:
    """The reasons of a suggestion, the weightiest first; none for somebody who is no longer shown."""
    return [] if reasons.withdrawn else list(_sentences(reasons, language))


def _sentences(reasons: Reasons, language: Language) -> Iterator[str]:
    words = translations(language)
    _ = words.gettext
    best = reasons.works[0] if reasons.works else None
    if best and best.title:
        year = f" ({best.on[:4]})" if best.on else ""
        yield _("“%(title)s”%(year)s alone carries %(share)s of the nearness to the role.") % {
            "title": best.title.in_(language),
            "year": year,
            "share": percent_text(best.share, language),
        }
    if reasons.terms:
        named = ", ".join(_named(reason.term for reason in reasons.terms))
        yield _("The role and this person's evidence share above all: %(terms)s.") % {"terms": named}
    if reasons.led:
        yield words.ngettext(
            "Led %(count)s programme that is relevant here.",
            "Led %(count)s programmes that are relevant here.",
            reasons.led,
        ) % {"count": number_text(reasons.led, language)}
    if reasons.latest:
        yield _("The latest relevant entry is of %(day)s.") % {"day": date_text(reasons.latest, language)}
    if reasons.meant and reasons.meant.sentence:
        yield reasons.meant.sentence.in_(language)


def _named(terms: Iterable[str]) -> list[str]:
    """The few terms to name, without a word that another one says already: tiếng Việt, not tiếng and Việt beside it."""
    named: list[str] = []
    for term in terms:
        if any(f" {term} " in f" {other} " for other in named):
            continue
        named = [other for other in named if f" {other} " not in f" {term} "]
        named.append(term)
        if len(named) == _TERMS_NAMED:
            break
    return named


def warnings(reasons: Reasons, language: Language) -> list[str]:
    """What makes the evidence thin, said openly."""
    _ = translations(language).gettext
    said = {
        "no_evidence": _("Nothing this person has done shares a term with the role."),
        "few_works": _("Fewer than three entries are relevant."),
        "one_work": _("One entry alone carries more than four fifths of the nearness to the role."),
    }
    return [said.get(why, why) for why in reasons.thin]
