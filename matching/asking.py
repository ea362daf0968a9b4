"""The making of a question: who the candidates are, what they did, and how the text speaks of it."""

from collections.abc import Collection
from datetime import date

import numpy as np

from matching import closeness, sentences, works
from matching.facts import Institutions, forms_of
from matching.features import DAYS_OF_A_YEAR, Asked, Named
from matching.postings import Bools, Float64s
from matching.searching import weigh
from matching.snapshots import Snapshot
from matching.text import normalise, words


def ask(
    now: Snapshot,
    text: str,
    people: list[tuple[int, int]],
    centroid: Float64s,
    *,
    on: date,
    institutes: Collection[str] = (),
) -> Asked:
    """Put a text to the people at these places of the index, on a day, for institutes by their names.

    The first line of the text is its title.
    """
    found = works.of(now, people)
    keys, weights = weigh(now, text)
    near, columns, weights = works.against(found, now.wording, keys, weights)
    days = found.facts["on"].astype(np.float64)
    years = _years(on.toordinal() - days, days > 0)
    numbers = np.unique(found.facts["institution"]).tolist()
    confirmed, available = _days(now, people)
    return Asked(
        candidates=len(people),
        centroid=centroid,
        works=found,
        cosines=near,
        columns=columns,
        weights=weights,
        years=years,
        named=named(text, numbers, now.vocabulary.institutions),
        forms=tuple(number for number in forms_of(sentences.forms(title(text))[0]) if number),
        confirmed=_years(on.toordinal() - confirmed, confirmed > 0),
        waiting=_years(available - on.toordinal(), available > 0),
        closeness=closeness.of(now, found, len(people), institutes),
        concepts=tuple(now.vocabulary.concepts.of_text(text)),
    )


def _days(now: Snapshot, people: list[tuple[int, int]]) -> tuple[Float64s, Float64s]:
    """Give the days that people confirmed their profile and can take up a post, 0 where not said."""
    told = np.array([now.segments[segment].days[row] for segment, row in people], dtype=np.float64).reshape(-1, 2)
    return told[:, 0], told[:, 1]


def _years(days: Float64s, said: Bools) -> Float64s:
    return np.where(said, np.maximum(days, 0) / DAYS_OF_A_YEAR, np.nan)


def title(text: str) -> str:
    """Give the first sentence or line of a text, normalised."""
    return sentences.split(normalise(text))[0]


def named(text: str, numbers: list[int], institutions: Institutions) -> dict[int, Named]:
    """Tell how each institution is named in a text."""
    listed = words(normalise(text))
    there, running = set(listed), f" {' '.join(listed)} "
    found = {}
    for number in numbers:
        forms = [_named(name, there, running, institutions) for name in institutions.names_of(number)]
        found[number] = Named(*(max(values) for values in zip(*forms, strict=True))) if forms else Named(0.0, 0.0, 0.0)
    return found


def _named(name: tuple[str, ...], there: set[str], running: str, institutions: Institutions) -> tuple[float, ...]:
    """Tell how a text names one name of an institution: whole, by a share of its words, by its most telling word."""
    weights = {word: institutions.weight(word) for word in name if len(word) > 1}
    met = [weight for word, weight in weights.items() if word in there]
    whole = float(bool(name) and f" {' '.join(name)} " in running)
    return whole, sum(met) / (sum(weights.values()) or 1.0), max(met, default=0.0)
