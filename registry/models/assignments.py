"""One person for every open role of the country: who could take which, with nobody the answer to everything."""

from registry.models.values import Bilingual, Model


class AssignedRole(Model):
    """An open role and the person who could take it; `expert_id` is None where nobody is left for it.

    `rank` is the place of the person among the candidates of the role.
    """

    role_id: str
    mission_id: str
    title: Bilingual
    mission_title: Bilingual
    expert_id: str | None = None
    rank: int | None = None


class Assignment(Model):
    """All open roles, assigned together.

    `seed` decided between near equals. `gini_of_first` is the Gini coefficient of how often each person considered is
    the first candidate of a role, `gini_of_assigned` of how often they are assigned: 0 is even, 1 is one person for
    everything. `considered` counts these people; `proven` is False where the time ran out.
    """

    seed: int
    most_load: int
    roles: tuple[AssignedRole, ...]
    considered: int
    gini_of_first: float
    gini_of_assigned: float
    proven: bool
