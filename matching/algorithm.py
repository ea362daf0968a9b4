"""The name and the description of how people are ranked, as a committee may read it and a run may store it."""

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matching import explaining, postings, searching, stopwords, text
from matching.index import PeopleIndex


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

    @property
    def id(self) -> str:
        """Name and version, as stored with a run."""
        return f"{self.name}/{self.version}"

    def weights_hash(self) -> str:
        """Give the SHA-256 of all that a rank can depend on besides the people and the text, in hexadecimal."""
        words = {
            name: hashlib.sha256("\n".join(sorted(listed)).encode()).hexdigest()
            for name, listed in (
                ("english", stopwords.ENGLISH),
                ("english_in_vietnamese", stopwords.ENGLISH_IN_VIETNAMESE),
                ("vietnamese", stopwords.VIETNAMESE),
            )
        }
        whole = {"id": self.id, "parameters": dict(self.parameters), "stop_words": words}
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _step(name: str, code: Callable[..., object]) -> Step:
    return Step(name, inspect.getdoc(code) or "")


ALGORITHM = Algorithm(
    name="centroid-tfidf",
    version=1,
    parameters={
        **PeopleIndex().get_params(),
        "tie_decimals": searching.TIE_DECIMALS,
        "relevant_share": explaining.RELEVANT_SHARE,
        "enough_works": explaining.ENOUGH_WORKS,
        "one_work_share": explaining.ONE_WORK_SHARE,
    },
    steps=(
        _step("terms", text.analyse),
        _step("stop words", text.is_stop_word),
        _step("term weights", postings.TermWeights),
        _step("people", postings.vectors),
        _step("text", searching.weigh),
        _step("order", PeopleIndex.search),
        _step("reasons", explaining.explain),
    ),
)
"""How people are ranked now."""
