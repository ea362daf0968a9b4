"""The ranking engine: who fits a mission by what they have done, and why. It knows no database and no web."""

from matching.index import PeopleIndex
from matching.profiles import Evidence, Kind, Profile
from matching.searching import Hit

__all__ = ["Evidence", "Hit", "Kind", "PeopleIndex", "Profile"]
