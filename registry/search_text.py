"""Texts that are found by the beginnings of their words, with the marks as typed or without any."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.text import fold, normalise
from registry.names import words

# Whoever types more words than this has pasted a text; the first ones find the same.
_MOST_WORDS = 12
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed, as the queries take it: each word after a space, folded, and the same with its marks.

    `typed` is empty where no mark was typed: then no spelling is better than another.
    """

    words: list[str]
    typed: list[str]


def key_of(forms: Iterable[str | None]) -> str:
    """The forms of a name as one text: each with its marks, then without, every word after a space."""
    known = [form for form in forms if form]
    spellings = dict.fromkeys(spelling for form in known for spelling in (normalise(form), fold(form)))
    return " " + " | ".join(" ".join(words(spelling)) for spelling in spellings)


def asked(text: str | None) -> Asked:
    """What the queries look for when somebody types this; nothing where it holds neither letter nor digit."""
    start = (text or "")[:_LONGEST]
    folded = [f" {word}" for word in words(fold(start))[:_MOST_WORDS]]
    typed = [f" {word}" for word in words(normalise(start))[:_MOST_WORDS]]
    return Asked(folded, [] if typed == folded else typed)
