"""What the law said when somebody was chosen, criterion by criterion: of the chosen, and of those passed over."""

from registry.models.values import Model


class CriterionThen(Model):
    """A criterion on the day of a decision.

    `chosen` is the verdict on the chosen, `computed` what the facts alone said of them; `passed_over` counts those who
    were passed over by their verdict, so that none of them is named.
    """

    criterion_id: str
    chosen: str
    computed: str
    passed_over: dict[str, int]

    @property
    def differing(self) -> dict[str, int]:
        """Those passed over on whom the verdict was another one.

        Where the facts leave a criterion to a human for both, it tells nothing that only the chosen was judged.
        """
        alike = {self.chosen, "needs_human"} if self.computed == "needs_human" else {self.chosen}
        return {verdict: count for verdict, count in self.passed_over.items() if verdict not in alike}


class LawThen(Model):
    """The verdicts as they were kept with a decision, and the edition of the rules that they are by."""

    rules_edition: str
    rules_digest: str
    criteria: tuple[CriterionThen, ...]
