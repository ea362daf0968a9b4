"""Years of experience out of dated posts: interruptions, overlaps, part time and partial dates, each reckoned openly.

A date without its day or month lies between two bounds, so time is counted twice. What is *certain* takes the shortest
reading of every date, leaves interruptions out and counts part time by its share, two posts at once never for more
than full time. What is *possible* takes the longest reading and counts part time whole. Years are counted back from
the day itself: ten years are reached where the counted days are as many as lie between that day and the same day ten
years before. No reading of any date can make an additional post lower a figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from math import ceil

from registry.models.eligibility import Fact

_FULL = 100


_Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `start` to before `end` (ordinals) without an interruption; `spans` are the posts that make it up."""

    start: int
    end: int
    spans: Sequence[_Span]

    @property
    def worked(self) -> int:
        """Full days of work; at no time more than full time."""
        return _worked_days(self.spans) // _FULL


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What posts come to on a day, in days.

    The four sums are what a verdict needs; the rest is how they came about, found when somebody reads it.
    """

    posts: Sequence[Fact]
    day: int
    bridge_days: int
    narrow: Sequence[Stretch]
    """The posts by the shortest reading of every date, joined where nothing interrupts them."""
    wide: Sequence[Stretch]
    """The same by the longest reading."""

    @property
    def certain(self) -> int:
        """The uninterrupted stretch up to the day by the shortest reading, part time by its share."""
        last = self._lasting(self.narrow)
        return last.worked if last else 0

    @property
    def possible(self) -> int:
        """The same by the longest reading, part time whole."""
        last = self._lasting(self.wide)
        return last.end - last.start if last else 0

    @property
    def total(self) -> int:
        """All posts together by the longest reading."""
        return sum(stretch.end - stretch.start for stretch in self.wide)

    @property
    def total_certain(self) -> int:
        """All posts together by the shortest reading, part time by its share."""
        return sum(stretch.worked for stretch in self.narrow)

    @property
    def since(self) -> date | None:
        """The first day of what is possible."""
        last = self._lasting(self.wide)
        return date.fromordinal(last.start) if last else None

    @property
    def gaps(self) -> tuple[tuple[date, date], ...]:
        """The first and the last day of each interruption, the time from the last post to the day included."""
        borders = [(earlier.end, later.start) for earlier, later in pairwise(self.wide)]
        if self.wide and self.wide[-1].end < self.day - self.bridge_days:
            borders.append((self.wide[-1].end, self.day))
        return tuple((date.fromordinal(first), date.fromordinal(until) - timedelta(days=1)) for first, until in borders)

    @property
    def overlapping(self) -> tuple[str, ...]:
        """The posts that certainly were held while another one was, and thus counted once."""
        narrow = [(bounds(post.start or "")[1], _end(post, self.day), post.id) for post in self.posts]
        found = set()
        reach, holder = 0, ""
        for begins, ends, id in sorted(narrow):
            if begins < min(reach, ends):
                found |= {id, holder}
            if ends > reach:
                reach, holder = ends, id
        return tuple(sorted(found))

    @property
    def part_time(self) -> tuple[str, ...]:
        """The posts that were counted by their share."""
        return tuple(post.id for post in self.posts if _share(post) < _FULL)

    @property
    def imprecise(self) -> tuple[str, ...]:
        """The posts with a partial date."""
        return tuple(post.id for post in self.posts if _imprecise(post))

    def _lasting(self, stretches: Sequence[Stretch]) -> Stretch | None:
        """The stretch that lasts to the day."""
        return stretches[-1] if stretches and stretches[-1].end >= self.day - self.bridge_days else None


@lru_cache(maxsize=65536)
def bounds(text: str) -> tuple[int, int]:
    """The first and the last day (ordinals) that a partial ISO date may mean."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = date(*parts).toordinal()
        return day, day
    if len(parts) == 2:
        year, month = parts
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1).toordinal(), following.toordinal() - 1
    return date(parts[0], 1, 1).toordinal(), date(parts[0], 12, 31).toordinal()


def days_of(years: int, on: date) -> int:
    """How many days lie between the day and the same day so many years before (29 February: 28 February)."""
    return on.toordinal() - back(on, years).toordinal()


def back(on: date, years: int) -> date:
    """The same day so many years before."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def reckon(posts: Iterable[Fact], on: date, *, bridge_days: int = 0) -> Reckoning:
    """What these posts come to on the day; a post without an end runs still, one that begins later counts nothing.

    `bridge_days` is how long an interruption may last and still count as none; its days are never counted as worked.
    """
    held = sorted((post for post in posts if post.start is not None), key=lambda post: (post.start or "", post.id))
    day = on.toordinal()
    narrow = _stretches(_spans(held, day, narrow=True), bridge_days)
    wide = _stretches(_spans(held, day, narrow=False), bridge_days)
    return Reckoning(held, day, bridge_days, narrow, wide)


def _spans(posts: Sequence[Fact], day: int, *, narrow: bool) -> list[_Span]:
    spans = []
    for post in posts:
        first, last = bounds(post.start or "")
        begins = last if narrow else first
        ends = day
        if post.end is not None:
            earliest, latest = bounds(post.end)
            ends = min(day, (earliest if narrow else latest) + 1)
        if begins < ends:
            spans.append((begins, ends, _share(post)))
    return sorted(spans)


def _stretches(spans: Sequence[_Span], bridge_days: int) -> list[Stretch]:
    """The spans joined where they touch, overlap, or are apart by no more than the bridge."""
    joined: list[list[_Span]] = []
    reach = 0
    for span in spans:
        if joined and span[0] <= reach + bridge_days:
            joined[-1].append(span)
            reach = max(reach, span[1])
        else:
            joined.append([span])
            reach = span[1]
    return [Stretch(group[0][0], max(end for _, end, _ in group), group) for group in joined]


def _worked_days(spans: Sequence[_Span]) -> int:
    """Hundredths of full days in these spans; at no time more than full time."""
    changes: dict[int, int] = {}
    for begins, ends, share in spans:
        changes[begins] = changes.get(begins, 0) + share
        changes[ends] = changes.get(ends, 0) - share
    worked = share = 0
    earlier = 0
    for moment in sorted(changes):
        worked += min(share, _FULL) * (moment - earlier)
        share += changes[moment]
        earlier = moment
    return worked


def _end(post: Fact, day: int) -> int:
    return day if post.end is None else min(day, bounds(post.end)[0] + 1)


def _share(post: Fact) -> int:
    return _FULL if post.share is None else max(1, min(_FULL, ceil(post.share * _FULL - 1e-9)))


def _imprecise(post: Fact) -> bool:
    return len(post.start or "") < 10 or (post.end is not None and len(post.end) < 10)
