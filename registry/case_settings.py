"""What this installation sets of the cases: the target and openness of a stage, and how long personal data are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.database import Database, Row
from registry import audit, lists
from registry.access import Actor, Permission, require
from registry.errors import FieldError, Invalid
from registry.lists import StageRule
from registry.models.cases import Keeping, StageSetting

_LONGEST_KEEPING_DAYS = 365


@dataclass(frozen=True, slots=True)
class Settings:
    """The file of moves with what was set otherwise laid over it."""

    changed: Mapping[str, Row]

    def rule(self, regime: str, stage: str) -> StageRule:
        """A stage as it holds here; a target that was set here is no target of the law."""
        rule = lists.stage_rule(regime, stage)
        own = self.changed.get(f"{regime} {stage}")
        if own is None:
            return rule
        changes = {"target_days": own.get("target_days"), "shows": own["shows"], "target_verified": False}
        return rule.model_copy(update=changes)

    def keep_days(self, regime: str) -> int:
        """For how many days after its closing the personal data of a case of those not chosen are kept."""
        own = self.changed.get(regime)
        return int(own["target_days"]) if own else lists.case_regime(regime).keep_days


def read(db: Database) -> Settings:
    """The settings as they are now."""
    return Settings({row["setting"]["key"]: row["setting"] for row in db.read("cases/settings")})


def stages(db: Database, actor: Actor, regime: str) -> list[StageSetting]:
    """Every stage of a regime as it holds here.

    Raises:
        NotAllowed: the actor may not read cases at all.
        UnknownCode: there is no such regime.
    """
    require(actor, Permission.CASE_READ, of=actor.expert_id or actor.institute_id)
    settings = read(db)
    rules = [settings.rule(regime, rule.stage) for rule in lists.case_regime(regime).stages]
    return [
        StageSetting.model_validate(
            {"regime": regime, "stage": rule.stage, "target_days": rule.target_days, "shows": rule.shows}
        )
        for rule in rules
    ]


def set_stage(db: Database, actor: Actor, setting: StageSetting) -> StageSetting:
    """Set the target and the openness of a stage.

    Raises:
        NotAllowed: the actor may not configure cases.
        UnknownCode: the regime has no such stage.
    """
    require(actor, Permission.CASE_CONFIGURE)
    lists.stage_rule(setting.regime, setting.stage)
    _keep(db, actor, f"{setting.regime} {setting.stage}", setting.model_dump(mode="json"))
    return setting


def set_keep_days(db: Database, actor: Actor, regime: str, days: int) -> Keeping:
    """Set for how many days, 0 to 365, the personal data of those not chosen are kept after a case is closed.

    Raises:
        NotAllowed: the actor may not configure cases.
        UnknownCode: there is no such regime.
        Invalid: the number is out of range.
    """
    require(actor, Permission.CASE_CONFIGURE)
    lists.case_regime(regime)
    if not 0 <= days <= _LONGEST_KEEPING_DAYS:
        vi = f"Số ngày từ 0 đến {_LONGEST_KEEPING_DAYS}."
        raise Invalid(FieldError("/days", "days", vi, f"A number of days is 0 to {_LONGEST_KEEPING_DAYS}."))
    _keep(db, actor, regime, {"regime": regime, "stage": None, "target_days": days, "shows": None})
    return Keeping.model_validate({"regime": regime, "days": days})


def _keep(db: Database, actor: Actor, key: str, properties: Row) -> None:
    event = audit.event(actor, audit.Tag.CASE_CONFIGURED, key, kind="case-setting", detail=properties)
    db.write("cases/configure", key=key, properties=properties, event=event)
