"""The reasons of a suggestion as they are kept and read: evidence, words of the role, recency."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from matching import Explanation
from matching import TermReason as Shared
from matching import WorkReason as Carried
from matching.text import fold, normalise, words
from registry.models.experts import ExpertView
from registry.models.matches import Meant, Reasons, Stability, TermReason, WorkReason
from registry.profiles import last_day
from registry.ranking import saying

# An explanation is asked for more than is shown: several terms are one word to a reader, and all evidence is noted.
READ = 2000
_WORKS, _TERMS = 5, 12


def given(why: Explanation, text: str, claims: Mapping[str, str]) -> Reasons:
    """The reasons out of an explanation of the nearness to `text`, without titles, which are read with the profile.

    `claims` are the ids of the person's claims by the evidence that they point to.
    """
    spelling = _spelling(text)
    works = tuple(_work(reason, spelling, claims) for reason in why.works[:_WORKS])
    terms = _terms(why.terms, spelling)
    return Reasons(
        relevance=round(why.score, 6),
        works=works,
        other_works=round(max(0.0, 1 - sum(work.share for work in works)), 4),
        terms=tuple(terms[:_TERMS]),
        other_terms=round(why.other_terms + sum(term.contribution for term in terms[_TERMS:]), 6),
        relevant_works=why.relevant_works,
        led=why.led_programmes,
        best_led=claims[why.best_led.evidence.id] if why.best_led else None,
        latest=why.last_relevant.isoformat() if why.last_relevant else None,
        years_since_latest=round(why.years_since, 1) if why.years_since is not None else None,
        thin=tuple(why.thin),
        evidence=tuple(claims[reason.evidence.id] for reason in why.works),
    )


def titled(reasons: Reasons, view: ExpertView) -> Reasons:
    """The reasons with the titles and dates of the evidence that the reader may see, and without the rest of it."""
    claims = {claim.id: claim for claim in view.claims}
    works = tuple(
        work.model_copy(update={"title": claims[work.claim_id].title, "on": claims[work.claim_id].on})
        for work in reasons.works
        if work.claim_id in claims
    )
    if not set(reasons.evidence) <= claims.keys():
        # Words and counts come from all of the evidence, also from what was hidden since.
        return Reasons(works=works, outdated=True)
    # A source that says 2025 is shown as 2025, though it was reckoned as the end of that year.
    as_written = {day.isoformat(): claim.on for claim in view.claims if (day := last_day(claim.on))}
    return reasons.model_copy(
        update={
            "works": works,
            "latest": as_written.get(reasons.latest or ""),
            "features": tuple(
                saying.with_words(feature, claims) for feature in reasons.features if not saying.is_off(feature)
            ),
            "stability": _said(reasons.stability),
            "meant": _meant(reasons.meant),
        }
    )


def _said(stands: Stability | None) -> Stability | None:
    return stands.model_copy(update={"sentence": saying.stability(stands)}) if stands else None


def _meant(seen: Meant | None) -> Meant | None:
    return seen.model_copy(update={"sentence": saying.meant(seen)}) if seen else None


def _work(reason: Carried, spelling: Mapping[str, str], claims: Mapping[str, str]) -> WorkReason:
    evidence = reason.evidence
    return WorkReason(
        claim_id=claims[evidence.id],
        kind=evidence.kind,
        on=evidence.on.isoformat() if evidence.on else None,
        share=round(reason.share, 4),
        terms=tuple(dict.fromkeys(_spelt(term, spelling) for term in reason.terms)),
    )


def _terms(shared: Iterable[Shared], spelling: Mapping[str, str]) -> list[TermReason]:
    """The terms as a reader knows them: a word counts once, whether it matched with its marks or without."""
    by_word = sorted(shared, key=lambda reason: fold(reason.term))
    found = []
    for _, group in groupby(by_word, key=lambda reason: fold(reason.term)):
        same = list(group)
        strongest = max(same, key=lambda reason: reason.contribution)
        found.append(
            TermReason(
                term=_spelt(strongest.term, spelling),
                ours=round(strongest.ours, 4),
                theirs=round(strongest.theirs, 4),
                contribution=round(sum(reason.contribution for reason in same), 6),
            )
        )
    return sorted(found, key=lambda reason: (-reason.contribution, reason.term))


def _spelling(text: str) -> dict[str, str]:
    """Each word of a text by its folded form, the spelling with marks first."""
    return {fold(word): word for word in sorted(words(normalise(text)), key=lambda word: word != fold(word))}


def _spelt(term: str, spelling: Mapping[str, str]) -> str:
    return " ".join(spelling.get(fold(word), word) for word in term.split())
