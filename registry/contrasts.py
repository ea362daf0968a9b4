"""A recorded run read closely: one candidate against another, and the same people under other weights."""

import math
from collections.abc import Mapping
from typing import Final

from graph.database import Database
from matching.reweighing import reweighed
from registry import matches
from registry.access import Actor
from registry.errors import Conflict, FieldError, Invalid, NotFound
from registry.models.contrasts import Contrast, Difference, Moved, WhatIf
from registry.models.experts import ExpertView
from registry.models.matches import Candidate, FeatureReason, MatchRun
from registry.models.values import Bilingual
from registry.ranking import catalogue, saying

LARGEST_FACTOR: Final = 10.0
_NAMED = 2


def contrast(db: Database, actor: Actor, run_id: str, one_id: str, other_id: str) -> Contrast:
    """Why one candidate of a run stands before the other, feature by feature, the weightiest difference first.

    The one who stands first comes first, in whichever order they are asked for.

    Raises:
        NotFound: there is no such run, or one of them is not in it or withdrew.
        NotAllowed: the mission is run by another institute.
        Invalid: both are the same person.
        Conflict: the run was not ranked by features, or one of them hid evidence since, so that it cannot be told.
    """
    run, views = matches.get(db, actor, run_id)
    if one_id == other_id:
        vi, en = "Hãy chọn hai người khác nhau.", "Choose two different people."
        raise Invalid(FieldError("/second", "same-person", vi, en))
    one, other = (_told(run, views, id) for id in (one_id, other_id))
    first, second = sorted((one, other), key=lambda candidate: run.candidates.index(candidate))
    theirs = {part.feature: part for part in second.reasons.features}
    differences = [_difference(part, theirs[part.feature]) for part in first.reasons.features if part.weight]
    differences.sort(key=lambda part: (-abs(part.difference), part.feature))
    names = tuple(_name(candidate, views) for candidate in (first, second))
    return Contrast(
        run_id=run_id,
        first=str(first.expert_id),
        second=str(second.expert_id),
        first_rank=first.rank,
        second_rank=second.rank,
        distance=round(first.score - second.score, 6),
        differences=tuple(differences),
        sentence=_sentence(names, first.tie_group == second.tie_group, differences),
    )


def what_if(db: Database, actor: Actor, run_id: str, factors: Mapping[str, float]) -> WhatIf:
    """The people of a run in the order that they would have if its weights were multiplied by these factors.

    Only the people of the run who can still be told are put in order, by what the run knows of them, so that factors
    of 1 give the very same order. Nothing is kept.

    Raises:
        NotFound: there is no such run.
        NotAllowed: the mission is run by another institute.
        Invalid: a factor is not a number from 0 to 10, or is for no feature of the run.
        Conflict: the run was not ranked by features.
    """
    return reordered(*matches.get(db, actor, run_id), factors)


def reordered(run: MatchRun, views: Mapping[str, ExpertView], factors: Mapping[str, float]) -> WhatIf:
    """The same of a run that was read; `views` are its people as the reader may see them.

    Raises:
        Invalid, Conflict: as `what_if`.
    """
    told = [one for one in run.candidates if one.expert_id in views and one.reasons.features]
    if not told:
        raise _not_by_features()
    contributions = {
        str(one.expert_id): {part.feature: part.contribution for part in one.reasons.features} for one in told
    }
    _require_factors(factors, {part.feature for part in told[0].reasons.features})
    scores = {str(one.expert_id): one.score for one in told}
    before, after = _ranks(scores), reweighed(contributions, scores, factors)
    ranks = _ranks(after.scores)
    people = tuple(
        Moved(expert_id=id, rank_before=before[id], rank=ranks[id], score_before=scores[id], score=score)
        for id, score in after.scores.items()
    )
    return WhatIf(
        run_id=run.id,
        factors=dict(factors),
        tau=after.tau,
        people=people,
        sentence=_agreement(after.tau, sum(one.rank != one.rank_before for one in people), len(people)),
    )


def _ranks(scores: Mapping[str, float]) -> dict[str, int]:
    """The rank of each: one more than the number of people with a better score."""
    ordered = sorted(scores.values(), reverse=True)
    return {id: ordered.index(score) + 1 for id, score in scores.items()}


def _require_factors(factors: Mapping[str, float], known: set[str]) -> None:
    errors = []
    for name, factor in factors.items():
        if name not in known:
            vi, en = f"Không có đặc trưng {name}.", f"There is no feature {name}."
            errors.append(FieldError(f"/factors/{name}", "unknown-feature", vi, en))
        elif not math.isfinite(factor) or not 0 <= factor <= LARGEST_FACTOR:
            vi, en = "Hệ số phải là một số từ 0 đến 10.", "A factor is a number from 0 to 10."
            errors.append(FieldError(f"/factors/{name}", "factor-range", vi, en))
    if errors:
        raise Invalid(*errors)


def _told(run: MatchRun, views: Mapping[str, ExpertView], expert_id: str) -> Candidate:
    candidate = next((one for one in run.candidates if one.expert_id == expert_id), None)
    if candidate is None or expert_id not in views:
        raise NotFound("ứng viên", "candidate", expert_id)
    if not candidate.reasons.features:
        raise _not_by_features()
    return candidate


def _not_by_features() -> Conflict:
    return Conflict(
        "not-comparable",
        vi="Lần gợi ý này không còn lưu đủ các đặc trưng để so sánh (thuật toán cũ, hoặc minh chứng đã được ẩn). "
        "Hãy tìm ứng viên lại.",
        en="This run has no features to compare by any more (an earlier algorithm, or evidence was hidden since). "
        "Ask for candidates again.",
    )


def _difference(part: FeatureReason, other: FeatureReason) -> Difference:
    difference = round(part.contribution - other.contribution, 6)
    title = catalogue.title(part.feature)
    words = {}
    for language in saying.LANGUAGES:
        ours, theirs = saying.number(part.value, language), saying.number(other.value, language)
        amount = saying.signed(difference, language)
        words[language] = f"{title.in_(language)}: {ours} – {theirs} ({amount})."
    return Difference(
        feature=part.feature,
        title=title,
        first_value=part.value,
        second_value=other.value,
        weight=part.weight,
        difference=difference,
        sentence=Bilingual(vi=words["vi"], en=words["en"]),
    )


def _name(candidate: Candidate, views: Mapping[str, ExpertView]) -> Bilingual:
    name = views[str(candidate.expert_id)].name
    written = name.as_written if name else None
    return Bilingual(vi=written or f"Người ở thứ hạng {candidate.rank}", en=written or f"Number {candidate.rank}")


def _sentence(names: tuple[Bilingual, ...], tied: bool, differences: list[Difference]) -> Bilingual:
    first, second = names
    if tied:
        return Bilingual(
            vi=f"Thuật toán không phân biệt được {first.in_('vi')} và {second.in_('vi')}: điểm bằng nhau.",
            en=f"The algorithm cannot tell {first.in_('en')} and {second.in_('en')} apart: their scores are equal.",
        )
    ahead = [part.title for part in differences if part.difference > 0][:_NAMED]
    behind = [part.title for part in differences if part.difference < 0][:_NAMED]
    vi = f"{first.in_('vi')} đứng trước {second.in_('vi')}, chủ yếu nhờ: {_listed(ahead, 'vi')}."
    en = f"{first.in_('en')} stands before {second.in_('en')}, above all by: {_listed(ahead, 'en')}."
    if behind:
        vi += f" {second.in_('vi')} hơn ở: {_listed(behind, 'vi')}."
        en += f" {second.in_('en')} is ahead in: {_listed(behind, 'en')}."
    return Bilingual(vi=vi, en=en)


def _listed(titles: list[Bilingual], language: str) -> str:
    return "; ".join(title.in_(language).lower() for title in titles)


def _agreement(tau: float, moved: int, people: int) -> Bilingual:
    return Bilingual(
        vi=f"{moved} trong {people} người đổi thứ hạng; tau của Kendall so với lần gợi ý đã lưu là "
        f"{saying.number(tau, 'vi')} (1 là giống hệt).",
        en=f"{moved} of {people} people change their place; Kendall's tau against the saved run is "
        f"{saying.number(tau, 'en')} (1 is the same order).",
    )
