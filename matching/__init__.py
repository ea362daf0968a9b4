"""The ranking engine: who fits a mission by what they have done, and why. It knows no database and no web."""

from matching.algorithm import ALGORITHM, Algorithm, Step
from matching.concepts import Concept, Concepts
from matching.explaining import Explanation, TermReason, Thin, WorkReason, explain, read, taken_apart, weights_of
from matching.index import PeopleIndex, prepare
from matching.profiles import Evidence, Kind, Profile
from matching.ranking import Part, Ranked, Weights, WeightsRefused
from matching.searching import Hit

__all__ = [
    "ALGORITHM",
    "Algorithm",
    "Concept",
    "Concepts",
    "Evidence",
    "Explanation",
    "Hit",
    "Kind",
    "Part",
    "PeopleIndex",
    "Profile",
    "Ranked",
    "Step",
    "TermReason",
    "Thin",
    "Weights",
    "WeightsRefused",
    "WorkReason",
    "explain",
    "prepare",
    "read",
    "taken_apart",
    "weights_of",
]
