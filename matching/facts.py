"""The facts of works beside their words: who did what in them, when, where, and under which form of title."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching import sentences
from matching.concepts import MOST_IN_A_WORK
from matching.profiles import Evidence, Kind
from matching.text import normalise, words

Facts = NDArray[np.void]

DTYPE = np.dtype(
    [
        ("work", "u8"),
        ("title", "u8"),
        ("forms", "u8", (sentences.FORMS,)),
        ("on", "i4"),
        ("institution", "i4"),
        ("kind", "u1"),
        ("concepts", "u2", (MOST_IN_A_WORK,)),
        ("amount", "f4"),
    ]
)
"""One row for each work of each person: hashes of its id, title and forms, its day (0: unknown), institution, kind,
the numbers of its concepts (0 where there are fewer), and the sum it ran on (0: unknown)."""

KINDS = tuple(Kind)
_NO_CONCEPTS = (0,) * MOST_IN_A_WORK
_NO_FORMS = (0,) * sentences.FORMS
NOWHERE = 0
APART = " / "
"""Stands between the names of one institution, such as that in its own language and the English one."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """The words of all names of institutions that have any, name after name."""

    words: list[str]
    """The different words, save single letters."""
    rarity: NDArray[np.float64]
    """How rare each of them is among the institutions: from 0, when in the names of all, to 1, when in those of one."""
    word: NDArray[np.int64]
    """The different words of each name, as places in `words`."""
    starts: NDArray[np.int64]
    """Where the words of each name begin."""
    institution: NDArray[np.int64]
    """Whose name it is."""
    running: list[str]
    """The name as running text, between spaces."""


class Institutions:
    """The names of institutions met so far. One thread may add while others look up; numbers never change."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": NOWHERE}
        self._names: list[tuple[tuple[str, ...], ...]] = [()]
        self._names_of = Counter[str]()

    def __len__(self) -> int:
        return len(self._names)

    def number(self, name: str | None) -> int:
        """Give the number of a name, 0 for none; a new one is added."""
        if not name:
            return NOWHERE
        normalised = normalise(name).strip()
        if normalised not in self._numbers:
            found = tuple(tuple(words(form)) for form in normalised.split(APART))
            self._names.append(found)
            self._names_of.update({word for form in found for word in form})
            self._numbers[normalised] = len(self._names) - 1
        return self._numbers[normalised]

    def listed(self) -> list[str]:
        """Give all names in the order of their numbers; the first is that of nowhere."""
        return list(self._numbers)

    def called(self, names: Collection[str]) -> frozenset[int]:
        """Give the numbers of the institutions that have one of these names, whatever others they have."""
        asked = {tuple(words(normalise(name))) for name in names} - {()}
        return frozenset(
            number for number, known in enumerate(self._names) if asked and not asked.isdisjoint(known)
        ) - {NOWHERE}

    def spelled(self) -> Spelled:
        """Give all names word by word."""
        numbers: dict[str, int] = {}
        word: list[int] = []
        starts: list[int] = []
        institution: list[int] = []
        running: list[str] = []
        for number, names in enumerate(list(self._names)):
            for name in names:
                told = dict.fromkeys(part for part in name if len(part) > 1)
                if told:
                    starts.append(len(word))
                    institution.append(number)
                    running.append(f" {' '.join(name)} ")
                    word += [numbers.setdefault(part, len(numbers)) for part in told]
        among = np.array([self._names_of[part] for part in numbers], dtype=np.float64)
        rarity = 1 - np.log(np.maximum(among, 1)) / np.log(max(2, len(self._names) - 1))
        at, begins, whose = (np.array(part, dtype=np.int64) for part in (word, starts, institution))
        return Spelled(list(numbers), np.maximum(rarity, 0), at, begins, whose, running)


def of(evidence: Sequence[Evidence], concepts: Iterable[Sequence[int]], institutions: Institutions) -> Facts:
    """Give the facts of some evidence, in its order; the concepts of each are told beside it."""
    number = {kind: place for place, kind in enumerate(KINDS)}
    titles = [sentences.forms(normalise(item.title)) for item in evidence]
    found = np.zeros(len(evidence), dtype=DTYPE)
    found["work"] = [sentences.number(item.id) for item in evidence]
    found["title"] = sentences.marks([rest for _, rest in titles])
    found["forms"] = np.array(
        [forms_of(leading) if leading else _NO_FORMS for leading, _ in titles], dtype=np.uint64
    ).reshape(-1, sentences.FORMS)
    found["on"] = [item.on.toordinal() if item.on else 0 for item in evidence]
    found["institution"] = [institutions.number(item.institution) for item in evidence]
    found["kind"] = [number[item.kind] for item in evidence]
    found["amount"] = [item.amount or 0 for item in evidence]
    for place, named in enumerate(concepts):
        if named:
            found["concepts"][place] = (*named, *_NO_CONCEPTS)[:MOST_IN_A_WORK]
    return found


def forms_of(leading: list[str]) -> tuple[int, ...]:
    """Give the numbers of the forms of a title, 0 where there are fewer."""
    return (*map(sentences.number, leading), *_NO_FORMS)[: sentences.FORMS]
