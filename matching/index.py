"""The searchable index of people: who has done what a text asks for."""

import threading
from collections.abc import Collection, Iterable, Iterator, Set
from datetime import date
from typing import Self

from sklearn.base import BaseEstimator
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from matching import choosing, packing, ranking, searching, snapshots
from matching.concepts import Concept, Concepts
from matching.embedding import Encoder
from matching.profiles import Evidence, Kind, Profile
from matching.ranking import Ranked, Weights
from matching.searching import Hit, Wanted
from matching.snapshots import PairRule, Snapshot
from matching.tags import Where


def prepare() -> None:
    """Compile the search and the reading of texts, so that nobody waits for it: once for an installation."""
    packing.prepare()
    concepts = Concepts([Concept("some", ("word",), ())])
    PeopleIndex(concepts=concepts).fit([Profile("one", (Evidence("work", Kind.AUTHORED, "word"),))])


class PeopleIndex(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types.
    """An index of people by the words of their works, which answers while it changes.

    One thread writes at a time and any number read: a search sees the state at its beginning. A change weighs the new
    works by the term weights of the last `fit` or `compact`, so until the next one an answer may differ from that of a
    fresh fit by the drift of these weights, and by nothing else.

    Parameters
    ----------
    fewest_works_of_a_pair : pairs of words that stand in fewer works are left out. On the public awards, 2 instead of
        1 brings the officer in charge from 0.481 to 0.491 and the leader from 0.181 to 0.183 (mean reciprocal rank),
        in half the memory; 3 gains 0.006 on the first and loses 0.005 on the second.
    small_network : with fewer works than this, every pair is a term: on the 751 works of the public proposals, leaving
        out the pairs of a single work takes the appointed from 0.38 to 0.32.
    compact_share : the index is compacted, and its term weights taken anew, when the people changed since then are
        more than this share of all.
    concepts : the table by which texts of different languages meet; none for none. It is read with `fit`.
    encoder : the model that gives texts the vectors of the feature `embedding`; none for none. It is read with `fit`.

    Attributes
    ----------
    snapshot_ : the state that the next search sees.
    """

    snapshot_: Snapshot

    def __init__(
        self,
        *,
        fewest_works_of_a_pair: int = 2,
        small_network: int = 2000,
        compact_share: float = 0.1,
        concepts: Concepts | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self.fewest_works_of_a_pair = fewest_works_of_a_pair
        self.small_network = small_network
        self.compact_share = compact_share
        self.concepts = concepts
        self.encoder = encoder

    def fit(self, profiles: Iterable[Profile], y: None = None) -> Self:
        """Read all profiles, once and in any order; of their texts only the numbers of the words are kept.

        Raises ValueError when two profiles have the same id, one has more than 16,383 works, or a parameter is out of
        its range; TypeError for what is no profile.
        """
        self._begin()
        self.snapshot_ = snapshots.read(_checked(profiles), self.pairs, self.concepts, self.encoder)
        return self

    def of(self, snapshot: Snapshot) -> Self:
        """Take a state as it is, in place of `fit`; see `storing.load`."""
        self._begin()
        self.snapshot_ = snapshot
        return self

    def put(self, *profiles: Profile) -> Self:
        """Add people, or replace those of the same id; the next search sees them."""
        return self._change((), tuple(_checked(profiles)))

    def remove(self, *ids: str) -> Self:
        """Take people out; the next search does not see them, and an id that is not there is no error.

        What they had done leaves the memory with the next `compact`.
        """
        return self._change(ids, ())

    def compact(self) -> Self:
        """Take the term weights anew and join all segments: what a fresh fit of the same profiles would give.

        Meanwhile the index answers and changes; what changes meanwhile is weighed by the new weights at the end.
        """
        check_is_fitted(self)
        with self._compacting_:
            before = self.snapshot_
            then = snapshots.compacted(before, self.pairs)
            with self._lock_:
                self.snapshot_ = snapshots.caught_up(then, before, self.snapshot_)
        return self

    def as_if(self, *profiles: Profile) -> "PeopleIndex":
        """Give an index that answers as if these people had done what is given here; this one does not change."""
        check_is_fitted(self)
        other = PeopleIndex(**self.get_params())
        other._lock_, other._compacting_ = self._lock_, self._compacting_
        with self._lock_:
            other.snapshot_ = snapshots.changed(self.snapshot_, (), _checked(profiles))
        return other

    def search(
        self,
        text: str,
        *,
        k: int,
        among: Set[str] | None = None,
        without: Set[str] = frozenset(),
        where: Where = (),
    ) -> list[Hit]:
        """Find the k people whose works are nearest to a text, best first; exact.

        Only people `among` the given, not `without`, and with at least one tag of each set of `where` are found.
        Who has no evidence, or shares no term with the text, is not found at all: no evidence, no rank. Equal scores
        stand in the order of their ids.
        """
        check_is_fitted(self)
        return searching.best(self.snapshot_, text, k, Wanted(among, without, where))

    def rank(
        self,
        text: str,
        *,
        k: int,
        on: date,
        by: Weights | None = None,
        among: Set[str] | None = None,
        without: Set[str] = frozenset(),
        where: Where = (),
        institutes: Collection[str] = (),
        amount: float = 0.0,
    ) -> list[Ranked]:
        """Put the k people who fit a text best in order, on a day, by the weighted features of what they did.

        The candidates of `choosing` are ranked by features, the others follow in the order of `search`. The text
        begins with its title. Where people are given to choose `among`, all of them with evidence are ranked, also
        those who share no term with the text; `where` narrows as in `search`. Without weights `by` the default ones
        count. `institutes` are the names, in any language, of who asks: closeness to them is a feature. `amount` is the
        sum in US dollars that what is asked about runs on, 0 where not said: likeness in size is one too.
        """
        check_is_fitted(self)
        found = choosing.candidates(
            self.snapshot_,
            text,
            on=on,
            most=k,
            among=among,
            without=without,
            where=where,
            institutes=institutes,
            amount=amount,
        )
        return ranking.rank(found, by or ranking.weights(), k)

    @property
    def worn(self) -> bool:
        """Whether more than `compact_share` of the people changed since the weights of the terms were taken."""
        return self.snapshot_.changed > self.compact_share * self.snapshot_.people

    def without_evidence(self, among: Set[str] | None = None) -> int:
        """Count the people, or those among the given, who were put without a word of evidence and so have no rank."""
        check_is_fitted(self)
        empty = self.snapshot_.without_evidence
        return len(empty) if among is None else len(empty & among)

    @property
    def model(self) -> str:
        """The digest of the model of the feature `embedding`; empty where none is set."""
        return self.encoder.digest if self.encoder else ""

    def matching(self, where: Where) -> int:
        """Count the people who can be found and have at least one tag of each set: 0 when a filter leaves nobody."""
        check_is_fitted(self)
        return searching.matching(self.snapshot_, where)

    def __len__(self) -> int:
        """Count the people who can be found."""
        check_is_fitted(self)
        return self.snapshot_.people

    def __contains__(self, id: object) -> bool:
        """Tell whether a person can be found."""
        check_is_fitted(self)
        return isinstance(id, str) and self.snapshot_.place(id) is not None

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "snapshot_")

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        # It is fitted on profiles and not on rows of numbers.
        tags.input_tags.two_d_array = False
        tags.no_validation = True
        return tags

    def __getstate__(self) -> dict[str, object]:
        # Whoever unpickles an index has one of their own, with its own locks.
        return {name: value for name, value in super().__getstate__().items() if name not in _LOCKS}

    def __setstate__(self, state: dict[str, object]) -> None:
        super().__setstate__(state)
        self._locked()

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes; the words themselves and the ids come on top."""
        check_is_fitted(self)
        now = self.snapshot_
        return sum(part.nbytes for part in now.segments) + now.terms.keys.nbytes + now.terms.values.nbytes

    @property
    def pairs(self) -> PairRule:
        """In how many works a pair of words must stand to be a term."""
        return PairRule(self.fewest_works_of_a_pair, self.small_network)

    def _change(self, removed: tuple[str, ...], profiles: tuple[Profile, ...]) -> Self:
        check_is_fitted(self)
        with self._lock_:
            self.snapshot_ = snapshots.changed(self.snapshot_, removed, profiles)
        return self.compact() if self.worn else self

    def _begin(self) -> None:
        if self.fewest_works_of_a_pair < 1 or self.small_network < 0 or not self.compact_share >= 0:
            raise ValueError(
                f"fewest_works_of_a_pair is 1 or more, small_network and compact_share 0 or more; given were "
                f"{self.fewest_works_of_a_pair}, {self.small_network} and {self.compact_share}."
            )
        self._locked()

    def _locked(self) -> None:
        self._lock_ = threading.RLock()
        self._compacting_ = threading.Lock()


_LOCKS = ("_lock_", "_compacting_")


def _checked(given: Iterable[Profile]) -> Iterator[Profile]:
    for profile in given:
        if not isinstance(profile, Profile):
            raise TypeError(f"An index is made of profiles; {type(profile).__name__} is none.")
        yield profile
