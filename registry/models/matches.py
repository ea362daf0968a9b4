"""Match runs: what was asked, by which algorithm, over whom, and who was suggested for which reasons."""

from registry.models.values import Bilingual, Model


class WorkReason(Model):
    """A piece of evidence that speaks for a candidate: its share of the score, 0 to 1, and the words that matched."""

    claim_id: str
    kind: str
    title: Bilingual
    on: str | None = None
    share: float
    terms: tuple[str, ...] = ()


class TermReason(Model):
    """A term that the role and the candidate's evidence share; `contribution` is its part of the score."""

    term: str
    ours: float
    theirs: float
    contribution: float


class Reasons(Model):
    """Why somebody stands where they stand; the contributions of terms, and those of works, add up to the score."""

    works: tuple[WorkReason, ...] = ()
    terms: tuple[TermReason, ...] = ()
    led: int = 0
    latest: str | None = None
    years_since_latest: float | None = None
    thin: bool = False


class Candidate(Model):
    """One suggested person: equal `tie_group` means that the algorithm cannot tell them apart."""

    expert_id: str
    rank: int
    score: float
    tie_group: int
    reasons: Reasons


class MatchRun(Model):
    """A suggestion that was asked for and recorded.

    `audit_seq` is the last change of the graph that the run saw; `pool` counts everybody who agreed to be matched,
    `without_evidence` those of them who have nothing to be ranked by.
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
    candidates: tuple[Candidate, ...] = ()
    milliseconds: float


class OpenRole(Model):
    """An open role as it suits an expert, with the same reasons that an institute would see."""

    role_id: str
    mission_id: str
    title: Bilingual
    mission_title: Bilingual
    institute_name: Bilingual
    deadline: str
    score: float
    reasons: Reasons
