"""The sentences of a text and the forms of a title: what may stand word for word in many works and say nothing."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching import scanning

Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

NONE: Hashes = np.zeros(0, dtype=np.uint64)
"""The marks of no sentence."""
FEWEST_WORDS = 4
"""Shorter sentences are never boilerplate: they may be a term of a subject."""
FEWEST_PEOPLE = 5
"""A sentence that stands word for word in works of so many people, under so many different titles, is boilerplate."""
FORM_WORDS = 5
"""What stands before a colon of a title is a form (a kind of grant, a series) when it has no more words than this."""
FORMS = 2
"""Leading forms of a title that are kept: the second one is often the telling one."""

# Whether a sentence ends is asked only where one of these stands: many times faster than to ask at every space.
_END = re.compile(r"[.!?;\n<](?:(?<=[.!?;])\s+|(?<=\n)\n*|(?<=<)br/?>)")


def split(normalised: str) -> list[str]:
    """Cut a normalised text at the ends of its sentences and lines, which are left out. No word is cut."""
    return _END.split(normalised)


def marks(normalised: Sequence[str]) -> Hashes:
    """Give each normalised text a number that the same words in the same order always have, never 0."""
    _, points, ends = scanning.written(normalised)
    return scanning.marks(points, ends, scanning.classes())


def number(text: str) -> int:
    """Give the 64-bit number of a text, never 0; different texts share one about never."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") or 1


def forms(title: str) -> tuple[list[str], str]:
    """Part a normalised title into its leading forms ("collaborative research", "career"), and the rest."""
    if ":" not in title:
        return [], title
    *leading, rest = title.split(":")
    if not rest.strip() or any(len(part.split()) > FORM_WORDS for part in leading[:FORMS]):
        return [], title
    return [" ".join(part.split()) for part in leading if part.strip()][:FORMS], rest


def common(marks: Hashes, people: NDArray[np.int64], titles: Hashes) -> Hashes:
    """Give the marks, ascending, of the sentences that are boilerplate.

    Each sentence comes with the number of the person and of the title of the work it stands in. Many titles are asked
    for besides many people, because a work of six people, or one work granted in five parts, is not boilerplate.
    """
    told = marks != 0
    known, inverse, times = np.unique(marks[told], return_inverse=True, return_counts=True)
    often = np.flatnonzero(times[inverse] >= FEWEST_PEOPLE)
    which = inverse[often]
    enough = np.ones(len(known), dtype=np.bool_)
    for values in (people[told][often], titles[told][often]):
        order = np.lexsort((values, which))
        one, other = which[order], values[order]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
        enough &= np.bincount(one[first], minlength=len(known)) >= FEWEST_PEOPLE
    return np.asarray(known[enough], dtype=np.uint64)


def is_common(marks: Hashes, boilerplate: Hashes) -> Bools:
    """Tell which sentences are boilerplate, given the ascending marks of all that are."""
    place = np.searchsorted(boilerplate, marks)
    found = place < len(boilerplate)
    found[found] = boilerplate[place[found]] == marks[found]
    return found
