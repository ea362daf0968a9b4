"""A text and the candidates for it, as the features see them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.facts import KINDS
from matching.postings import Float64s
from matching.profiles import Kind
from matching.works import Works


@dataclass(frozen=True, slots=True)
class Named:
    """How each institution, by its number, is named in the text; each from 0 to 1."""

    whole: Float64s
    share: Float64s
    word: Float64s


@dataclass(frozen=True, slots=True)
class Asked:
    """A text and the candidates for it, as the features see them."""

    candidates: int
    centroid: Float64s
    """The cosine of the text with the centroid of each candidate."""
    works: Works
    """The works of the candidates; whoever shares a work has a part of it."""
    cosines: Float64s
    """The cosine of the text with each work."""
    by_words: Float64s
    """The same in single words that weigh by the root of their term weight; see `works.against`."""
    covered: Float64s
    """The sum of the squares of the weights of the text's terms that stand in at least one work of each candidate."""
    years: Float64s
    """Years from each part to the day of asking, not below 0; not a number where it is undated."""
    named: Named
    forms: tuple[int, ...]
    """The forms of the title of the text; see `sentences.forms`."""
    confirmed: Float64s
    """Years since each candidate last confirmed the profile, not below 0; not a number where never."""
    closeness: Float64s
    """How near each candidate stands to the institutes that ask; see the feature."""
    concepts: tuple[int, ...]
    """The concepts that the text names."""
    waiting: Float64s
    """Years until each candidate can take up a post, not below 0; not a number where not said."""
    meanings: Float64s
    """The cosine of the meaning of the text with that of each work; empty where no model is set."""
    amount: float = 0.0
    """The sum, in US dollars, that what is asked about runs on; 0 where not said."""

    @property
    def parts(self) -> Float64s:
        """The cosine of the text with the work of each part."""
        return np.asarray(self.cosines[self.works.work])

    def has_kind(self, *kinds: Kind) -> NDArray[np.bool_]:
        """Mark the parts of these kinds."""
        return np.isin(self.works.facts["kind"], [KINDS.index(kind) for kind in kinds])

    def sum(self, values: Float64s) -> Float64s:
        """Add the values of the parts up for each candidate."""
        return np.bincount(self.works.person, values, self.candidates).astype(np.float64)

    def most(self, values: Float64s) -> Float64s:
        """Give the largest of the values of each candidate's parts, 0 where there is none."""
        found = np.zeros(self.candidates)
        np.maximum.at(found, self.works.person, values)
        return found

    def number_of_works(self) -> Float64s:
        """Count the works of each candidate."""
        return self.sum(np.ones(len(self.works.person)))
