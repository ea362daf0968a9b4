"""The making of a question: who the candidates are, what they did, and how the text speaks of it."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from matching import closeness, sentences, works
from matching.asked import Asked, Named
from matching.facts import Institutions, Spelled, forms_of
from matching.features import DAYS_OF_A_YEAR
from matching.postings import Bools, Float64s, TermWeights
from matching.searching import weigh
from matching.snapshots import Snapshot
from matching.text import is_stop_word, normalise, words
from matching.vocabulary import Int64s


class Said(NamedTuple):
    """A text as the index reads it."""

    text: str
    """The first line is the title."""
    keys: Int64s
    weights: Float64s
    """See `searching.weigh`."""
    named: Named


def said(now: Snapshot, text: str) -> Said:
    """Read a text."""
    return Said(text, *weigh(now, text), named(text, now))


def ask(
    now: Snapshot,
    told: Said,
    people: list[tuple[int, int]],
    centroid: Float64s,
    *,
    on: date,
    institutes: Collection[str] = (),
    amount: float = 0.0,
) -> Asked:
    """Put a text to the people at these places of the index, on a day, for institutes by their names and a sum."""
    found = works.of(now, people)
    near = works.against(found, now.wording, told.keys, told.weights, len(people))
    days = found.facts["on"].astype(np.float64)
    years = _years(on.toordinal() - days, days > 0)
    confirmed, available = _days(now, people)
    return Asked(
        candidates=len(people),
        centroid=centroid,
        works=found,
        cosines=near.cosines,
        by_words=near.by_words,
        covered=near.covered,
        years=years,
        named=told.named,
        forms=tuple(number for number in forms_of(sentences.forms(title(told.text))[0]) if number),
        confirmed=_years(on.toordinal() - confirmed, confirmed > 0),
        waiting=_years(available - on.toordinal(), available > 0),
        closeness=closeness.of(now, found, len(people), institutes),
        concepts=tuple(now.vocabulary.concepts.of_text(told.text)),
        meanings=_meanings(now, told.text, found),
        amount=amount,
    )


def _meanings(now: Snapshot, text: str, found: works.Works) -> Float64s:
    """Give the cosine of the meaning of a text with that of each work, empty where no model is set."""
    if now.vocabulary.encoder is None:
        return np.zeros(0)
    return np.asarray(found.meanings.astype(np.float32) @ now.vocabulary.encoder.question(text), dtype=np.float64)


def _days(now: Snapshot, people: list[tuple[int, int]]) -> tuple[Float64s, Float64s]:
    """Give the days that people confirmed their profile and can take up a post, 0 where not said."""
    told = np.array([now.segments[segment].block.days[row] for segment, row in people], dtype=np.float64)
    told = told.reshape(-1, 2)
    return told[:, 0], told[:, 1]


def _years(days: Float64s, said: Bools) -> Float64s:
    return np.where(said, np.maximum(days, 0) / DAYS_OF_A_YEAR, np.nan)


def title(text: str) -> str:
    """Give the first sentence or line of a text, normalised."""
    return sentences.split(normalise(text))[0]


_spelled: WeakKeyDictionary[Institutions, tuple[TermWeights, int, Spelled, Float64s]] = WeakKeyDictionary()


def named(text: str, now: Snapshot) -> Named:
    """Tell how each institution is named in a text; of several names of one, the best told counts."""
    spelled, weights = _weighed(now)
    whole, share, word = (np.zeros(len(now.vocabulary.institutions)) for _ in range(3))
    if len(spelled.starts):
        listed = words(normalise(text))
        mentioned = frozenset(listed)
        there = np.array([name in mentioned for name in spelled.words])
        met, total = (weights * there)[spelled.word], weights[spelled.word]
        running = f" {' '.join(listed)} "
        complete = np.logical_and.reduceat(there[spelled.word], spelled.starts)
        for number in np.flatnonzero(complete).tolist():
            if spelled.running[number] in running:
                whole[spelled.institution[number]] = 1.0
        sums = np.add.reduceat(total, spelled.starts)
        np.maximum.at(share, spelled.institution, np.add.reduceat(met, spelled.starts) / np.where(sums > 0, sums, 1))
        np.maximum.at(word, spelled.institution, np.maximum.reduceat(met, spelled.starts))
    return Named(whole, share, word)


def _weighed(now: Snapshot) -> tuple[Spelled, Float64s]:
    """Give the names of institutions and how telling each of their words is: rare in the names and in the works.

    A word of a name that many works say ("systems", "health") names nobody; one that no work says is the most telling.
    """
    institutions = now.vocabulary.institutions
    kept = _spelled.get(institutions)
    if kept is None or kept[0] is not now.terms or kept[1] != len(institutions):
        names, spelled = len(institutions), institutions.spelled()
        most = now.terms.new_word - 1
        told = np.array(now.terms.of_terms(spelled.words, now.vocabulary)) - 1
        rare = np.clip(told / most, 0, 1) if most > 0 else np.ones(len(told))
        silent = np.array([_says_nothing(name) for name in spelled.words], dtype=np.bool_)
        kept = (now.terms, names, spelled, np.where(silent, 0.0, rare * spelled.rarity))
        _spelled[institutions] = kept
    return kept[2], kept[3]


def _says_nothing(word: str) -> bool:
    return is_stop_word(word, "english" if word.isascii() else "vietnamese")
