"""The name and the description of how people are ranked, as a committee may read it and a run may store it."""

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matching import (
    choosing,
    closeness,
    concepts,
    explaining,
    features,
    postings,
    ranking,
    searching,
    stability,
    stopwords,
    storing,
    text,
)
from matching.index import PeopleIndex
from matching.ranking import Weights


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a text to an order."""

    name: str
    description: str
    """The docstring of the code that does it."""


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A way of ranking that a stored run can be replayed by."""

    name: str
    version: int
    parameters: Mapping[str, int | float]
    steps: tuple[Step, ...]
    features: tuple[Step, ...]
    """What a score is made of."""

    @property
    def id(self) -> str:
        """Name and version, as stored with a run."""
        return f"{self.name}/{self.version}"

    def weights_hash(self, by: Weights | None = None, vocabulary: str = "", model: str = "") -> str:
        """Give the SHA-256 of all that a rank can depend on besides people, text and day, in hexadecimal.

        Without weights `by` those count that serve a role of any kind. `vocabulary` is the digest of the concepts,
        `model` that of the model of the feature `embedding`, empty where none is set.
        """
        by = by or ranking.weights()
        words = {
            name: hashlib.sha256("\n".join(sorted(listed)).encode()).hexdigest()
            for name, listed in (
                ("english", stopwords.ENGLISH),
                ("english_in_vietnamese", stopwords.ENGLISH_IN_VIETNAMESE),
                ("vietnamese", stopwords.VIETNAMESE),
            )
        }
        whole = {
            "id": self.id,
            "parameters": dict(self.parameters),
            "stop_words": words,
            "weights": dict(by.weights),
            "spreads": dict(by.spreads),
            "vocabulary": vocabulary,
            "model": model,
        }
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _step(name: str, code: Callable[..., object]) -> Step:
    return Step(name, inspect.getdoc(code) or "")


ALGORITHM = Algorithm(
    name="weighted-features",
    version=3,
    parameters={
        **{name: value for name, value in PeopleIndex().get_params().items() if name not in storing.GIVEN},
        "tie_decimals": searching.TIE_DECIMALS,
        "candidates": choosing.CANDIDATES,
        "candidates_beside": choosing.BESIDE,
        "best_works": len(features.BEST_WORKS),
        "half_life": features.HALF_LIFE,
        "years_compared": features.YEARS_COMPARED,
        "second_hand": closeness.SECOND_HAND,
        "expansion": concepts.EXPANSION,
        "names_asked_for": concepts.NAMES_ASKED_FOR,
        "concepts_of_a_work": concepts.MOST_IN_A_WORK,
        "relevant_share": explaining.RELEVANT_SHARE,
        "enough_works": explaining.ENOUGH_WORKS,
        "one_work_share": explaining.ONE_WORK_SHARE,
    },
    steps=(
        _step("terms", text.analyse),
        _step("stop words", text.is_stop_word),
        _step("concepts", concepts.Concepts),
        _step("term weights", postings.TermWeights),
        _step("people", postings.vectors),
        _step("text", searching.weigh),
        _step("candidates", choosing.candidates),
        _step("order", PeopleIndex.rank),
        _step("stability", stability.of),
        _step("reasons", explaining.explain),
    ),
    features=tuple(_step(name, code) for name, code in features.FEATURES.items()),
)
"""How people are ranked now."""
