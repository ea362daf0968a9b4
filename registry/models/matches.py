"""Match runs: what was asked, by which algorithm, over whom, and who was suggested for which reasons."""

from enum import StrEnum

from registry.models.values import Bilingual, Model


class KeptBy(StrEnum):
    """Whom the law keeps in a search.

    `not_excluded`: whoever has no required criterion that is not met. `no_gap`: whoever meets every required one, or
    meets it once a human has judged; a criterion without evidence keeps out too.
    """

    NOT_EXCLUDED = "not_excluded"
    NO_GAP = "no_gap"


class Filters(Model):
    """Who is looked at: of each filter at least one value must hold; an empty one leaves everybody.

    `field` are codes of the classification with all that lies below them, `country` ISO 3166-1 alpha-2 codes of the
    residence, `language` those somebody works in, `available` a month (2027-03) by which they can begin. Only facts
    that somebody lets institutes see can be found by a filter. `law` leaves out those whom the law keeps from the role.
    """

    field: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    available: str | None = None
    law: KeptBy | None = None


NO_FILTERS = Filters()


class WorkReason(Model):
    """A piece of evidence that speaks for a candidate: its share of the score, 0 to 1, and the words that matched.

    The title is not kept with the run: it is read from the profile, for whoever may see it, when the run is read.
    """

    claim_id: str
    kind: str
    title: Bilingual | None = None
    on: str | None = None
    share: float
    terms: tuple[str, ...] = ()


class TermReason(Model):
    """A term that the role and the candidate's evidence share; `contribution` is its part of the score."""

    term: str
    ours: float
    theirs: float
    contribution: float


class FeatureReason(Model):
    """What one feature adds to a score: `value` times `weight` is the `contribution`.

    `ours` is what the role brings, `value` is theirs, `typical` the middle value of everybody who was ranked;
    `evidence` are the claims that it rests on. Title, `ours` and the sentence are not kept with the run: they are made
    when it is read, out of what the reader may see.
    """

    feature: str
    value: float
    typical: float
    weight: float
    contribution: float
    evidence: tuple[str, ...] = ()
    title: Bilingual | None = None
    ours: Bilingual | None = None
    sentence: Bilingual | None = None


class Stability(Model):
    """How firmly somebody stands: the share of `draws` of the weights in which they are among the `first`.

    In nine of ten draws the place lies between `best` and `worst`.
    """

    first: int
    draws: int
    spread: float
    share: float
    best: int
    worst: int
    sentence: Bilingual | None = None


class Meant(Model):
    """What such a score has meant: of so many `candidates` shown with it for decided roles, so many were `chosen`.

    The roles are ones that the learned ranker was not fitted on; `simulated` tells that they were simulated. The
    sentence is made when the run is read.
    """

    candidates: int
    chosen: int
    simulated: bool = False
    sentence: Bilingual | None = None


class Reasons(Model):
    """Why somebody stands where they stand.

    The contributions of `features` add up to the score. `relevance` is how near the evidence as a whole is to the
    words of the role, from 0 to 1: the contributions of `terms` and `other_terms` add up to it, and the shares of
    `works` and `other_works` to 1. In a run of `centroid-tfidf` the score is this relevance and there are no features.
    `evidence` are the ids of all claims that carry the score; where one of them is no longer for the reader, the
    reasons are `outdated` and hold no more than the works that still are. `meant` is there only where a learned ranker
    weighed the run and enough was seen of such scores. `led` counts the relevant programmes that
    were led; `thin` says why the evidence is thin, as `matching.Thin` names it.
    """

    features: tuple[FeatureReason, ...] = ()
    stability: Stability | None = None
    meant: Meant | None = None
    relevance: float | None = None
    works: tuple[WorkReason, ...] = ()
    other_works: float = 0
    terms: tuple[TermReason, ...] = ()
    other_terms: float = 0
    relevant_works: int = 0
    led: int = 0
    best_led: str | None = None
    latest: str | None = None
    years_since_latest: float | None = None
    thin: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    outdated: bool = False
    withdrawn: bool = False


class Candidate(Model):
    """One suggested person: equal `tie_group` means that the algorithm cannot tell them apart.

    `expert_id` is None for who withdrew since: the place in the order is all that is left of them.
    """

    expert_id: str | None
    rank: int
    score: float
    tie_group: int
    reasons: Reasons


class LawScreen(Model):
    """What the law did to a search: of so many people looked at, in the order of nearness, so many were left out.

    `by_criterion` counts them by the criteria that stood in their way, by the edition of the run; one person may be
    counted by several. `stopped` tells that the law left too few of the nearest and nobody further away was looked at.
    """

    kept_by: KeptBy
    looked_at: int
    excluded: int
    by_criterion: dict[str, int]
    stopped: bool = False


class Tried(Model):
    """That a run is no suggestion but an order by other weights: of which run, multiplied by what, and why."""

    of: str
    factors: dict[str, float]
    reason: str


class MatchRun(Model):
    """A suggestion that was asked for and recorded.

    `audit_seq` is the last change of the graph that the run saw; `pool` counts everybody who agreed to be matched,
    `without_evidence` those of them who have nothing to be ranked by, `filtered` those whom the filters leave,
    `law` what the law did besides, where it was asked to.
    `weights` names the set of weights, `weights_hash` is the hash of all that the order depends on besides the people
    and the text; `seed` is what the weights were drawn with for the stability; `on` is the day by which years count.
    `nobody` says why there are no candidates, where there are none. `rules_edition` and `rules_digest` name the edition
    of the law that held then, None in a run from before they were kept; no order depends on it. `tried` marks an order
    by other weights.
    """

    id: str
    role_id: str
    mission_id: str
    institute_id: str
    at: str
    by: str
    algorithm: str
    weights_hash: str
    audit_seq: int
    query: str
    pool: int
    without_evidence: int
    rules_edition: str | None = None
    rules_digest: str | None = None
    weights: str = ""
    seed: int | None = None
    on: str | None = None
    filters: tuple[str, ...] = ()
    filtered: int | None = None
    law: LawScreen | None = None
    tried: Tried | None = None
    candidates: tuple[Candidate, ...] = ()
    milliseconds: float
    nobody: Bilingual | None = None


class OpenRole(Model):
    """An open role as it suits an expert: `score` is how near their evidence is to it, with the entries and words."""

    role_id: str
    mission_id: str
    title: Bilingual
    mission_title: Bilingual
    institute_name: Bilingual
    deadline: str
    score: float
    reasons: Reasons
