"""What the order of the candidates is made of: one small function for each feature, its docstring as published."""

from collections.abc import Callable, Mapping

import numpy as np

from matching import ridge
from matching.asked import Asked
from matching.postings import Float64s
from matching.profiles import Kind

HALF_LIFE = 2.0
"""Years after which what somebody did counts 1/e of what it counts today, where recency is asked for."""
DAYS_OF_A_YEAR = 365.25
BEST_WORKS = (4 / 7, 2 / 7, 1 / 7)
"""What the nearest works count, nearest first: each half of the one before."""
PER_CENT = 100
LONGEST_WAIT = 2.0
"""Years of waiting for a person after which the availability counts nothing."""
YEARS_COMPARED = 3
"""Years of the later and of the earlier span that tell whether work on a subject grows."""
RESPONSIBLE = (Kind.LED, Kind.IN_CHARGE, Kind.APPOINTED)
"""Kinds of evidence of having answered for something, not only having taken part in it."""


def _per_work(total: Float64s, asked: Asked) -> Float64s:
    return np.asarray(total / np.maximum(asked.number_of_works(), 1))


def _in_ratios(nearness: Float64s) -> Float64s:
    """Bring a nearness to a scale on which twice as near adds the same, be it far or near: ln(1 + 100 x) / ln(101)."""
    return np.asarray(np.log1p(PER_CENT * np.maximum(nearness, 0)) / np.log1p(PER_CENT))


def centroid(asked: Asked) -> Float64s:
    """Cosine x of the text with the sum of the person's works, each of length 1, as ln(1 + 100 x) / ln(101).

    From 0 to 1; 0 without evidence. The logarithm, because twice as near says the same, be it far or near.
    """
    return _in_ratios(asked.centroid)


def best_works(asked: Asked) -> Float64s:
    """Mean cosine x of the text with the person's three nearest works, in single words, as ln(1 + 100 x) / ln(101).

    The nearest work counts 4/7, the second 2/7, the third 1/7; a missing one is 0. A word weighs by the root of its
    term weight, so that what is said at all counts beside what is rare. From 0 to 1; 0 without evidence.
    """
    return _in_ratios(_nearest_three(asked, asked.by_words[asked.works.work]))


def _nearest_three(asked: Asked, values: Float64s) -> Float64s:
    """Give the mean of the three largest of the values of each candidate's parts, by `BEST_WORKS`."""
    order = np.lexsort((-values, asked.works.person))
    person = asked.works.person[order]
    place = np.arange(len(person)) - np.searchsorted(person, person)
    kept = place < len(BEST_WORKS)
    counted = values[order][kept] * np.array(BEST_WORKS)[place[kept]]
    return np.bincount(person[kept], counted, asked.candidates).astype(np.float64)


def regression(asked: Asked) -> Float64s:
    """What ridge regression gives the person, x = s(q) (G + I)^-1 Y / sqrt(works), as ln(1 + 100 x) / ln(101).

    It runs from the candidates' works to those who did them, so that what many works say alike is shared among them
    and the works that only one person does count most. From 0 to about 1; 0 where x is below 0.
    """
    nearest = ridge.nearest(asked.cosines)
    shares = np.zeros(len(asked.cosines))
    shares[nearest] = ridge.shares(asked.works.vectors(nearest), asked.cosines[nearest])
    total = asked.sum(shares[asked.works.work]) / np.sqrt(np.maximum(asked.number_of_works(), 1))
    return _in_ratios(total)


def coverage(asked: Asked) -> Float64s:
    """Part of the weight of the text's terms that stand in at least one work. From 0 to 1; 0 without evidence."""
    return asked.covered


def institution_named(asked: Asked) -> Float64s:
    """Whether the text holds the whole name of an institution where the person worked: 1, else 0; 0 where unknown."""
    return asked.most(asked.named.whole[asked.works.facts["institution"]])


def institution_share(asked: Asked) -> Float64s:
    """Part of the name of such an institution that the text holds, rare words counting more. From 0 to 1; 0 unknown."""
    return asked.most(asked.named.share[asked.works.facts["institution"]])


def institution_word(asked: Asked) -> Float64s:
    """How telling the most telling word of such a name is that the text holds. From 0 to 1; 0 where unknown."""
    return asked.most(asked.named.word[asked.works.facts["institution"]])


def led_works(asked: Asked) -> Float64s:
    """Cosine of the text with the nearest work that the person led or answered for. From 0 to 1; 0 without one."""
    return asked.most(np.where(asked.has_kind(*RESPONSIBLE), asked.parts, 0))


def led_size(asked: Asked) -> Float64s:
    """How like in subject and size a programme is that the person led: nearness x root of (smaller / larger sum).

    The nearness is ln(1 + 100 x) / ln(101) of the cosine x; of several programmes the most alike counts. From 0 to 1; 0
    where the person led none with a known sum, and where the text comes without one.
    """
    sums = asked.works.facts["amount"].astype(np.float64)
    told = asked.has_kind(*RESPONSIBLE) & (sums > 0) & (asked.amount > 0)
    ratio = np.minimum(sums, asked.amount) / np.maximum(np.maximum(sums, asked.amount), 1e-9)
    return asked.most(np.where(told, _in_ratios(asked.parts) * np.sqrt(ratio), 0))


def responsibility(asked: Asked) -> Float64s:
    """Part of the person's works that they led or answered for. From 0 to 1; 0 without evidence."""
    return _per_work(asked.sum(asked.has_kind(*RESPONSIBLE).astype(np.float64)), asked)


def _decay(asked: Asked) -> Float64s:
    return np.where(np.isnan(asked.years), 0.0, np.exp(-asked.years / HALF_LIFE))


def recent(asked: Asked) -> Float64s:
    """Works of late: ln(1 + sum of exp(-years / 2)). From 0; an undated work counts 0."""
    return np.log1p(asked.sum(_decay(asked)))


def trend(asked: Asked) -> Float64s:
    """Whether the person's work on the subject grows: the part of the last three years in that of the last six.

    Each dated work counts by its cosine with the text. From 0, all of it earlier, to 1, all of it since; 0 where no
    work of these years shares a term with the text.
    """
    later = asked.sum(np.where(asked.years < YEARS_COMPARED, asked.parts, 0))
    both = asked.sum(np.where(asked.years < 2 * YEARS_COMPARED, asked.parts, 0))
    return np.divide(later, both, out=np.zeros(asked.candidates), where=both > 0)


def recent_appointed(asked: Asked) -> Float64s:
    """Appointments of late: ln(1 + sum of exp(-years / 2)). From 0; an undated one counts 0."""
    return np.log1p(asked.sum(_decay(asked) * asked.has_kind(Kind.APPOINTED)))


def freshness(asked: Asked) -> Float64s:
    """How lately the person said that the profile is still true: 1 on the day, half of it with every year since.

    From 0 to 1; 0 where it was never confirmed.
    """
    return np.where(np.isnan(asked.confirmed), 0.0, np.exp2(-asked.confirmed))


def availability(asked: Asked) -> Float64s:
    """How soon the person can take up a post: 1 at once, less in proportion to the wait, 0 after two years.

    From 0 to 1; 0 where they have not said.
    """
    return np.where(np.isnan(asked.waiting), 0.0, np.maximum(1 - asked.waiting / LONGEST_WAIT, 0))


def form(asked: Asked) -> Float64s:
    """Part of the person's works with a form of title that the text's title has ("SBIR Phase I:"), rare forms more.

    The part is multiplied by -ln of the part among all candidates' works and added up over at most two forms. From 0
    to about 15; 0 where the title has no form, or one that every candidate's works have.
    """
    total = np.zeros(asked.candidates)
    for number in asked.forms:
        has = (asked.works.facts["forms"] == number).any(axis=1)
        if has.any():
            total -= _per_work(asked.sum(has.astype(np.float64)), asked) * np.log(has.mean())
    return total


def closeness(asked: Asked) -> Float64s:
    """How near the person stands to the institute that asks: 1 for a work done there, else half of 1 - 1/2^n.

    n counts the works with somebody who did one there. From 0 to 1; 0 without such a work, and where no institute asks.
    It speaks for knowing each other's work, and it can be a conflict of interest, which people must weigh.
    """
    return asked.closeness


def concepts(asked: Asked) -> Float64s:
    """Part of the text's concepts that the person's works are about, in whichever language each of them names them.

    Each concept counts 1 - 1/2^n for n such works, and ln(1 + works / (1 + those about it)) among all candidates'
    works, so that rare ones count more. From 0 to 1; 0 where the text names no concept of the vocabularies.
    """
    named = asked.works.facts["concepts"]
    total, most = np.zeros(asked.candidates), 0.0
    for number in asked.concepts:
        has = (named == number).any(axis=1)
        rarity = np.log1p(len(has) / (1 + has.sum()))
        total += rarity * (1 - 0.5 ** asked.sum(has.astype(np.float64)))
        most += float(rarity)
    return total / (most or 1.0)


def embedding(asked: Asked) -> Float64s:
    """Mean likeness in meaning of the text and the person's three nearest works, as a language model reads them.

    From 0 to 1, the cosine of their vectors where above 0; the nearest work counts 4/7, the second 2/7, the third 1/7.
    It is off, and 0 for everybody, where no model is set; it never decides who is compared.
    """
    if not len(asked.meanings):
        return np.zeros(asked.candidates)
    return _nearest_three(asked, np.maximum(asked.meanings[asked.works.work], 0))


FEATURES: Mapping[str, Callable[[Asked], Float64s]] = {
    feature.__name__: feature
    for feature in (
        centroid,
        best_works,
        regression,
        coverage,
        form,
        institution_named,
        institution_share,
        institution_word,
        led_works,
        led_size,
        responsibility,
        recent,
        trend,
        recent_appointed,
        freshness,
        availability,
        closeness,
        concepts,
        embedding,
    )
}
"""All features by name. Each gives one finite number for each candidate."""


def table(asked: Asked) -> Float64s:
    """Give the features of all candidates: one row for each candidate, one column for each of `FEATURES`."""
    return np.column_stack([feature(asked) for feature in FEATURES.values()])
