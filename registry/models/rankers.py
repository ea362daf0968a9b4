"""Rankers learned from decided cases: what they learned from, what they are worth, and which of them counts."""

from registry.models.values import Model


class Figure(Model):
    """A mean over decided roles with its 95 % bootstrap interval, `low` to `high`."""

    roles: int
    mean: float
    low: float
    high: float


class Outcomes(Model):
    """Decided roles of a kind: `usable` of `decided` ones can be learned from, and why the others cannot.

    `simulated` ones are left out unless they are asked for. `without_run`: no list of candidates was recorded before
    the decision. `without_consent`: the chosen one no longer agrees to be suggested. `not_among`: the chosen one did
    not stand in the list, or stood there alone. `other_features`: the list was made by other features than this
    version has. A case whose personal data were erased is not counted at all.
    """

    decided: int
    usable: int
    simulated: int = 0
    without_run: int = 0
    without_consent: int = 0
    not_among: int = 0
    other_features: int = 0


class Meaning(Model):
    """What scores from `low` to `high` have meant: of so many candidates shown with one, so many were chosen."""

    low: float
    high: float
    candidates: int
    chosen: int


class Ranker(Model):
    """A learned ranker, as its figures tell it.

    Figures are mean reciprocal ranks of the chosen among the candidates of the recorded lists: `fitted_on` on the
    older decisions it was fitted on, `held_out` on the newer ones, `published` what the published weights of the kind
    reach on the same newer ones, `gained` the difference role by role. `adds` is what one unit of each feature adds to
    a score. `data` is the digest of what it was learned from, `digest` that of its file. `speaks` tells whether enough
    was seen to say what a score meant, which is `meanings`. `in_use`: whether it weighs the roles of its kind now.
    """

    id: str
    name: str
    role_kind: str
    at: str
    simulated: bool
    algorithm: str
    outcomes: Outcomes
    first_decided: str
    held_from: str
    last_decided: str
    penalty: float
    fitted_on: Figure
    held_out: Figure
    published: Figure
    published_name: str
    gained: Figure
    adds: dict[str, float]
    speaks: bool
    meanings: tuple[Meaning, ...] = ()
    data: str
    digest: str = ""
    in_use: bool = False

    @property
    def worse(self) -> bool:
        """Whether it does worse than the published weights on the decisions that it was not fitted on."""
        return self.gained.mean < 0


class Choice(Model):
    """That somebody had a ranker, or the published weights again (None), weigh the roles of a kind."""

    role_kind: str
    ranker_id: str | None
    at: str
    by: str
    reason: str | None = None
