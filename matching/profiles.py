"""The complete list of facts that may influence a ranking."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a person had to do with a piece of evidence. Nothing else about them is asked."""

    AUTHORED = "authored"
    """Wrote it: an article, a book, a report, a proposal."""
    LED = "led"
    """Led it: head of a programme, project or laboratory, principal investigator."""
    TOOK_PART = "took_part"
    """Was a named member of it without leading it."""
    IN_CHARGE = "in_charge"
    """Was the officer or authority in charge of it."""
    APPOINTED = "appointed"
    """Was appointed to decide on it or to see it through."""
    HELD = "held"
    """Held the post that it describes."""
    STUDIED = "studied"
    """Took the degree or wrote the thesis that it describes."""
    INVENTED = "invented"
    """Is an inventor of it: a patent, a plant variety, a utility solution."""
    BUILT = "built"
    """Brought it to use: a product, a system, a facility, a standard."""
    AWARDED = "awarded"
    """Received it: a prize, a title, a fellowship."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a person has done, in the words of its source."""

    id: str
    """The same for everybody who shares the work."""
    kind: Kind
    title: str
    text: str = ""
    on: date | None = None
    """The day it was signed, published or granted; None where the source does not say."""
    amount: float | None = None
    """The sum it ran on, in US dollars; None where unknown or where money says nothing."""
    institution: str | None = None
    """The name of the institution where it was done, or its names in several languages with " / " between them; None
    where the source does not say."""

    @property
    def words(self) -> str:
        """The title and the text as one text."""
        return f"{self.title}. {self.text}" if self.text else self.title


@dataclass(frozen=True, slots=True)
class Profile:
    """What the ranking knows of a person: a code and what they have done.

    Deliberately absent, so that no ranking can depend on them: name, age, sex, origin, nationality, ethnicity,
    religion, health, family, address, photograph, and who has looked at the person before.
    """

    id: str
    evidence: tuple[Evidence, ...] = ()
    tags: frozenset[str] = frozenset()
    """What a search may be narrowed by, such as "country:FR". Nothing here knows what a tag means; it decides only
    whether a person is looked at in a search that asks for it, and never changes a score or an order."""
    confirmed_on: date | None = None
    """The day they last said that their profile is still true; None where they never did."""
    available_from: date | None = None
    """The day from which they can take up a post; None where they have not said."""
