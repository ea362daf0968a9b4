"""Names of people: how they are found with and without marks, in either order, and how they sort in Vietnamese."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from matching.text import fold, normalise
from registry.models.experts import PersonName

# The order of the Vietnamese alphabet where it is not that of Latin: each letter after its plain form.
_LETTERS = {"ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1"}
# Level, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def name_key(name: PersonName, others: Iterable[str] = ()) -> str:
    """All forms of a name as one searchable text: each form with its marks, then without.

    Every word stands after a space, so that the beginning of a word is found with `CONTAINS ' word'`.
    """
    parts = " ".join(part for part in (name.family, name.given) if part)
    turned = " ".join(part for part in (name.given, name.family) if part)
    forms = [form for form in (name.as_written, name.latin, parts, turned, *others) if form]
    spellings = dict.fromkeys(spelling for form in forms for spelling in (normalise(form), fold(form)))
    return " " + " | ".join(" ".join(words(spelling)) for spelling in spellings)


def words(text: str) -> list[str]:
    """The words of a name that was normalised or folded; points, commas and hyphens part them."""
    return [word for word in "".join(c if c.isalnum() else " " for c in text).split() if word]


def sort_key(name: PersonName) -> str:
    """A text whose code points sort people as a Vietnamese list does: by given name, then by the rest.

    Where the person did not say which part is the given name, the name sorts as written: nothing is guessed.
    """
    if not name.given:
        return collation_key(name.as_written)
    rest = " ".join(word for word in name.as_written.split() if word not in name.given.split())
    return f"{collation_key(name.given)} {collation_key(rest)}"


def collation_key(text: str) -> str:
    """A text whose code points sort as Vietnamese dictionaries do: letters first, tones where letters agree."""
    pairs = [_letter_and_tone(character) for character in unicodedata.normalize("NFC", text).lower()]
    letters, tones = [letter for letter, _ in pairs], [tone for _, tone in pairs]
    # The tab sorts before every letter, so that a name comes before those that only begin like it.
    return "".join(letters) + "\t" + "".join(tones).rstrip("0")


@lru_cache(maxsize=4096)
def _letter_and_tone(character: str) -> tuple[str, str]:
    apart = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in apart if mark in _TONES), "0")
    plain = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))
    return _LETTERS.get(plain) or (plain + "0" if plain.isalpha() else plain), tone
