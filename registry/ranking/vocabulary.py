"""The concepts by which texts of two languages meet: our own list, the strategic technologies and the fields."""

from collections.abc import Iterable
from functools import cache
from itertools import chain

from matching import Concept, Concepts
from matching.text import fold, words
from registry import lists

# Names that hold one of these list several things, or everything that is left over; nobody writes them in a text.
_COMPOSITE = (",", ";", "(", "/", " khác", "other ", "nói chung", "in general", "not elsewhere")


@cache
def concepts() -> Concepts:
    """The table of the lists as they are carried; its edition names the days of all of them."""
    own = lists.concepts_file()
    technologies = lists.technologies_file()
    fields = lists.fields_file()
    edition = f"concepts {own.edition}, technologies {technologies.as_of}, fields {fields.as_of}"
    given = (Concept(entry.code, entry.vi, entry.en) for entry in own.concepts)
    listed = chain(reversed(lists.technologies()), (entry for entry in lists.fields() if entry.level > 1))
    named = (Concept(entry.code, (entry.name_vi,), (entry.name_en,)) for entry in listed if _plain(entry))
    return Concepts(joined(chain(given, named)), edition=edition)


def joined(listed: Iterable[Concept]) -> list[Concept]:
    """The concepts, each with the names of every later one that shares a name with it."""
    holder: dict[str, int] = {}
    found: list[Concept] = []
    for concept in listed:
        keys = [" ".join(words(fold(name))) for name in (*concept.vi, *concept.en)]
        place = next((holder[key] for key in keys if key in holder), len(found))
        if place == len(found):
            found.append(concept)
        else:
            before = found[place]
            found[place] = Concept(before.code, _both(before.vi, concept.vi), _both(before.en, concept.en))
        for key in keys:
            holder.setdefault(key, place)
    return found


def _both(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *others)))


def _plain(entry: lists.Named) -> bool:
    told = f"{entry.name_vi} {entry.name_en}".lower()
    return bool(entry.name_vi and entry.name_en) and not any(sign in told for sign in _COMPOSITE)
