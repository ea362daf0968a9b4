"""The codes of a decision memo in the words of its language."""

from typing import Final

from api.language import translations
from registry import lists
from registry.lists import Language

ADVICE_ORDER: Final = ("for", "against", "open")


def verdict(code: str, language: Language) -> str:
    """What came of a criterion."""
    _ = translations(language).gettext
    return {
        "met": _("met"),
        "not_met": _("not met"),
        "not_evidenced": _("not evidenced"),
        "needs_human": _("for a person to judge"),
        "not_applicable": _("does not apply"),
    }[code]


def wording(code: str, language: Language) -> str:
    """How far the wording of a criterion was verified."""
    _ = translations(language).gettext
    return {
        "gazette": _("checked in the gazette"),
        "reported": _("as several reports say, not checked in the gazette"),
        "one_source": _("one source only, not checked in the gazette"),
        "unverified": _("not verified"),
    }[code]


def part(code: str, language: Language) -> str:
    """What a criterion is for."""
    _ = translations(language).gettext
    return {
        "scope": _("Whom the decree is for"),
        "general": _("General criteria"),
        "specific": _("Criteria of this role"),
        "priority": _("Priority, no requirement"),
        "exception": _("Exception"),
    }[code]


def side(code: str, language: Language) -> str:
    """Which way an argument speaks."""
    _ = translations(language).gettext
    return {"for": _("speaks for"), "against": _("speaks against"), "open": _("leaves it open")}[code]


def kind_of(code: str, language: Language) -> str:
    """Where an argument was given."""
    _ = translations(language).gettext
    return {
        "check": _("check of the file"),
        "judgement": _("verdict on a criterion"),
        "scorecard": _("scorecard of the council"),
    }[code]


def advice(code: str, language: Language) -> str:
    """What a member of the council advised."""
    _ = translations(language).gettext
    return {"choose": _("choose"), "do_not_choose": _("do not choose"), "unsure": _("unsure")}[code]


def nominator_kind(code: str, language: Language) -> str:
    """Who put the person forward, by kind."""
    return next(lists.label(each, language) for each in lists.case_moves_file().nominators if each.code == code)
