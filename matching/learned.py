"""The file of a learned ranker: its weights with what they were learned from, refused where it cannot be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skops.io

from matching.calibration import Calibration
from matching.features import FEATURES
from matching.listwise import ListwiseRanker
from matching.ranking import Weights, WeightsRefused

OWN_TYPES = ["matching.listwise.ListwiseRanker"]
"""The only types beside scikit-learn's, numpy's and plain ones that a file may hold; nothing in it is run."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A learned ranker."""

    ranker: ListwiseRanker
    features: tuple[str, ...]
    """The features it was fitted on, in the order of its columns."""
    fitted: str
    """On what it was fitted, and how."""
    on: str
    """The day it was fitted, as ISO text."""
    data: str
    """The SHA-256 digest of the files it was fitted on."""
    figures: Mapping[str, object]
    """The mean reciprocal ranks on what it was fitted on and on what was held out."""
    calibration: Calibration

    @property
    def weights(self) -> Weights:
        """The weights as `PeopleIndex.rank` takes them."""
        coefficients, spreads = self.ranker.coef_.tolist(), self.ranker.spread_.tolist()
        return Weights(
            "learned",
            dict(zip(self.features, coefficients, strict=True)),
            dict(zip(self.features, spreads, strict=True)),
            self.fitted,
        )

    def calibrated(self, score: float) -> float | None:
        """Give the part of the candidates with such a score who were the right ones; None where too few were seen."""
        return self.calibration.calibrated(score)


def save(learned: Learned, path: Path) -> None:
    """Write a learned ranker into a file."""
    path.write_bytes(written(learned))


def written(learned: Learned) -> bytes:
    """Give the file of a learned ranker."""
    file: bytes = skops.io.dumps(
        {
            "ranker": learned.ranker,
            "features": list(learned.features),
            "fitted": learned.fitted,
            "on": learned.on,
            "data": learned.data,
            "figures": dict(learned.figures),
            "calibration": [list(step) for step in learned.calibration.steps],
        }
    )
    return file


def load(path: Path) -> Learned:
    """Read a learned ranker out of a file.

    Raises WeightsRefused as `read`; OSError where the file cannot be opened.
    """
    return read(path.read_bytes(), str(path))


def read(file: bytes, name: str) -> Learned:
    """Read a learned ranker; `name` is what a refusal calls it.

    Raises WeightsRefused where the file is cut short or no model, holds types of others, was made for other features
    than this version has, or holds a number that is not finite.
    """
    try:
        unknown = sorted(set(skops.io.get_untrusted_types(data=file)) - set(OWN_TYPES))
        found = None if unknown else skops.io.loads(file, trusted=OWN_TYPES)
    except Exception as error:
        # What a damaged file makes of an archive and of the types in it has no kind in common.
        raise WeightsRefused(f"The model {name} is cut short, or is no learned ranker.") from error
    if unknown:
        raise WeightsRefused(f"The model {name} holds what is not to be trusted: {', '.join(unknown)}.")
    return _checked(found, name)


def _checked(found: object, name: str) -> Learned:
    if not isinstance(found, dict) or not isinstance(found.get("ranker"), ListwiseRanker):
        raise WeightsRefused(f"The model {name} holds no learned ranker.")
    try:
        learned = Learned(
            found["ranker"],
            tuple(map(str, found["features"])),
            str(found["fitted"]),
            str(found["on"]),
            str(found["data"]),
            found["figures"],
            Calibration.read(found["calibration"]),
        )
        numbers = [*learned.ranker.coef_, *learned.ranker.spread_]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise WeightsRefused(f"The model {name} lacks what a learned ranker is told by.") from error
    if learned.features != tuple(FEATURES):
        other = ", ".join(sorted(set(learned.features) ^ set(FEATURES))) or "another order"
        raise WeightsRefused(f"The model {name} was fitted on other features than this version has: {other}.")
    finite = np.isfinite(numbers).all() and (learned.ranker.spread_ > 0).all()
    if len(numbers) != 2 * len(FEATURES) or not finite:
        raise WeightsRefused(f"The model {name} holds a weight that is not a finite number.")
    return learned
