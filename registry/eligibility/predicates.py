"""The predicates: the closed set of questions that a rule may ask of the facts, each answered by one small function.

One manner holds for all. *Met* and *not met* name the facts they rest on; where no fact speaks to the question the
answer is *not evidenced*; where facts reach what is asked but law leaves their quality to judgement, or where their
dates can be read both ways, it is *needs human*. A further fact never turns *met* into anything else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from registry.eligibility import words, years
from registry.models.claims import ClaimKind
from registry.models.eligibility import Fact, Facts, Verdict
from registry.models.rules import Check, ContinuousYears, Count, Degree, Human, PostNow, StandingIn, YearsInPosts
from registry.models.values import Bilingual

Words = Callable[[], Bilingual | None]
STANDING: Final = "standing"
_HOME = "VN"
_DEGREE: Final = (ClaimKind.DEGREE,)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a predicate says: the verdict, the ids of the facts behind it, what is missing, and how it was counted.

    The sentences are made when somebody reads them: a sweep over everybody needs the verdicts alone.
    """

    verdict: Verdict
    facts: tuple[str, ...] = ()
    missing: Words | None = None
    explained: Words | None = None


def continuous_years(asked: ContinuousYears, facts: Facts, on: date) -> Answer:
    """Years of posts without interruption up to the day: met where they certainly suffice, needs human where only a
    gap, a partial date or part time stands between, not met where all posts together are too short."""
    posts = _posts(facts)
    if not posts:
        return Answer(Verdict.NOT_EVIDENCED, missing=partial(words.no_posts, asked.at_least))
    found = years.reckon(posts, on, bridge_days=asked.bridge_days)
    needed = years.days_of(asked.at_least, on)
    told = partial(words.reckoned, found, on)
    ids = tuple(post.id for post in posts)
    if found.certain >= needed:
        return Answer(Verdict.MET, ids, explained=told)
    if found.possible >= needed:
        return Answer(Verdict.NEEDS_HUMAN, ids, partial(words.doubtful_years, asked.at_least), told)
    if found.total >= needed:
        return Answer(Verdict.NEEDS_HUMAN, ids, partial(words.interrupted, asked.at_least), told)
    return Answer(Verdict.NOT_MET, ids, partial(words.too_short, asked.at_least, found.possible, on), told)


def years_in_posts(asked: YearsInPosts, facts: Facts, on: date) -> Answer:
    """Years of posts in all, abroad where asked: a post without its country may or may not be abroad."""
    posts = [post for post in _posts(facts) if not asked.abroad or post.country != _HOME]
    if not posts:
        return Answer(Verdict.NOT_EVIDENCED, missing=partial(words.no_posts, asked.at_least, abroad=asked.abroad))
    placed = [post for post in posts if not asked.abroad or post.country is not None]
    needed = years.days_of(asked.at_least, on)
    certain, possible = years.reckon(placed, on).total_certain, years.reckon(posts, on).total
    told, ids = partial(words.counted_years, possible, on, abroad=asked.abroad), tuple(post.id for post in posts)
    if certain >= needed:
        return _reached(ids, asked.then_human, told)
    if possible >= needed:
        return Answer(Verdict.NEEDS_HUMAN, ids, partial(words.doubtful_years, asked.at_least), told)
    return Answer(Verdict.NOT_MET, ids, partial(words.too_short, asked.at_least, possible, on), told)


def post_now(asked: PostNow, facts: Facts, on: date) -> Answer:
    """A post held on the day, abroad where asked."""
    day = on.toordinal()
    fitting = [post for post in _posts(facts) if not asked.abroad or post.country != _HOME]
    held = [post for post in fitting if _held(post, day, narrow=False)]
    certain = [
        post for post in held if _held(post, day, narrow=True) and (not asked.abroad or post.country is not None)
    ]
    ids = tuple(post.id for post in held)
    if certain:
        return _reached(ids, asked.then_human, None)
    if held:
        return Answer(Verdict.NEEDS_HUMAN, ids, words.doubtful_post)
    if fitting:
        return Answer(
            Verdict.NOT_MET, tuple(post.id for post in fitting), partial(words.no_post_now, abroad=asked.abroad)
        )
    return Answer(Verdict.NOT_EVIDENCED, missing=partial(words.no_post_now, abroad=asked.abroad))


def count(asked: Count, facts: Facts, on: date) -> Answer:
    """Entries of the kinds asked for, programmes in the parts and inventions in the states named."""
    of_kind = [fact for fact in _of(facts, asked.kinds) if _begun(fact, on)]
    fitting = tuple(fact.id for fact in of_kind if _fits(asked, fact))
    if len(fitting) >= asked.at_least:
        return _reached(fitting, asked.then_human, partial(words.counted, len(fitting)))
    missing = partial(words.too_few, asked.kinds, len(fitting), asked.at_least)
    if not of_kind:
        return Answer(Verdict.NOT_EVIDENCED, missing=missing)
    return Answer(Verdict.NOT_MET, fitting or tuple(fact.id for fact in of_kind), missing)


def degree(asked: Degree, facts: Facts, on: date) -> Answer:
    """A degree of one of the levels asked for, awarded by the day."""
    degrees = [fact for fact in _of(facts, _DEGREE) if _begun(fact, on)]
    fitting = tuple(fact.id for fact in degrees if fact.level in asked.levels)
    if fitting:
        return _reached(fitting, asked.then_human, None)
    missing = partial(words.no_degree, asked.levels)
    if not degrees:
        return Answer(Verdict.NOT_EVIDENCED, missing=missing)
    return Answer(Verdict.NOT_MET, tuple(fact.id for fact in degrees), missing)


def standing(asked: StandingIn, facts: Facts, on: date) -> Answer:
    """How the person stands to Viet Nam, as the person said."""
    if facts.standing is None:
        return Answer(Verdict.NOT_EVIDENCED, missing=words.no_standing)
    if facts.standing in asked.any_of:
        return Answer(Verdict.MET, (STANDING,))
    return Answer(Verdict.NOT_MET, (STANDING,), partial(words.other_standing, asked.any_of))


def human(asked: Human, facts: Facts, on: date) -> Answer:
    """A matter for a human; the facts are laid before them and decide nothing."""
    shown = tuple(fact.id for fact in _of(facts, asked.shows) if _begun(fact, on))
    return Answer(Verdict.NEEDS_HUMAN, shown, partial(words.for_a_human, asked.matter))


# By the name that a rule uses; the sentences are published with the rules.
PREDICATES: Final[Mapping[str, Callable[..., Answer]]] = {
    "continuous_years": continuous_years,
    "years_in_posts": years_in_posts,
    "post_now": post_now,
    "count": count,
    "degree": degree,
    "standing": standing,
    "human": human,
}


def answer(check: Check, facts: Facts, on: date) -> Answer:
    """What the predicate of a check says; hidden entries can only leave it open, never speak against somebody."""
    said = PREDICATES[check.predicate](check, facts, on)
    if said.verdict is Verdict.NOT_MET and facts.hidden and not isinstance(check, StandingIn):
        return Answer(
            Verdict.NOT_EVIDENCED, said.facts, partial(_not_shown, said.missing, facts.hidden), said.explained
        )
    return said


def _not_shown(missing: Words | None, count: int) -> Bilingual:
    return words.hidden(missing() if missing else None, count)


def _reached(facts: tuple[str, ...], then_human: Bilingual | None, told: Words | None) -> Answer:
    """What is asked for is there; whether its quality suffices may be for a human."""
    if then_human is None:
        return Answer(Verdict.MET, facts, explained=told)
    return Answer(Verdict.NEEDS_HUMAN, facts, lambda: then_human, told)


def _of(facts: Facts, kinds: Sequence[ClaimKind]) -> Iterator[Fact]:
    for kind in kinds:
        yield from facts.by_kind.get(kind, ())


def _posts(facts: Facts) -> Sequence[Fact]:
    return [fact for fact in facts.by_kind.get(ClaimKind.POSITION, ()) if fact.start is not None]


def _held(post: Fact, day: int, *, narrow: bool) -> bool:
    """Whether a post was held that day, by the shortest or the longest reading of its dates."""
    first, last = years.bounds(post.start or "")
    if (last if narrow else first) > day:
        return False
    return post.end is None or years.bounds(post.end)[0 if narrow else 1] >= day


def _begun(fact: Fact, on: date) -> bool:
    """Whether it had begun, or happened, by the day; without a date it did."""
    first = fact.start or fact.end
    return first is None or years.bounds(first)[0] <= on.toordinal()


def _fits(asked: Count, fact: Fact) -> bool:
    if fact.kind is ClaimKind.PROGRAMME:
        return not asked.parts or fact.part in asked.parts
    if fact.kind is ClaimKind.INVENTION:
        return not asked.states or fact.state in asked.states
    return True
