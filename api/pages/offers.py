"""The choices that forms and searches offer out of the long lists: countries, fields, strategic technologies."""

from datetime import date
from functools import cache

from api.rendering import choices
from registry import lists
from registry.lists import Language

Pairs = tuple[tuple[str, str], ...]

# An em space for every level, which a select shows and the label of a choice keeps.
_INDENT = "\u2003"


@cache
def countries(language: Language) -> Pairs:
    """Every country by its label, Viet Nam first."""
    pairs = choices(language, lists.countries(), sort=True)
    return tuple(sorted(pairs, key=lambda pair: pair[0] != "VN"))


@cache
def fields(language: Language) -> Pairs:
    """Every field of the classification, each below its parent."""
    return tuple((entry.code, _INDENT * (entry.level - 1) + lists.label(entry, language)) for entry in lists.fields())


@cache
def technologies(language: Language, on: date) -> Pairs:
    """The groups in force that day, then the products, each with what it is in front of codes that look alike."""
    return tuple(choices(language, lists.technologies(on)))


def bodies(language: Language) -> Pairs:
    """The ministries and central bodies."""
    return tuple(choices(language, lists.bodies()))


@cache
def technologies_of_all_lists(language: Language) -> Pairs:
    """The technologies of every list; those of a list that no longer holds say so by their list's decision."""
    decisions = {taxonomy.taxonomy_id: taxonomy.decision for taxonomy in lists.taxonomies()}
    return tuple(
        (entry.code, f"{lists.label(entry, language)} ({decisions[entry.taxonomy_id]})")
        for entry in sorted(lists.technologies(), key=lambda entry: entry.valid_from, reverse=True)
    )
