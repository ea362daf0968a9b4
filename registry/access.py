"""Who may do what: the offices, the permissions, and the one table that joins them.

The table says what an office may do at all. Which records it may do it to is checked in the operation itself,
with `require(actor, permission, of=…)`: an institute touches its own missions, an expert their own profile.
"""

from dataclasses import dataclass
from enum import StrEnum

from registry.errors import NotAllowed


class Office(StrEnum):
    """In what capacity somebody uses the registry."""

    EXPERT = "expert"
    INSTITUTE = "institute"
    COMMITTEE = "committee"
    ADMINISTRATOR = "administrator"
    PUBLIC = "public"


class Permission(StrEnum):
    """`subject:act`, in alphabetical order."""

    ACCOUNT_MANAGE = "account:manage"
    AUDIT_READ = "audit:read"
    CASE_CONFIGURE = "case:configure"
    CASE_MOVE = "case:move"
    CASE_NOMINATE = "case:nominate"
    CASE_PURGE = "case:purge"
    CASE_READ = "case:read"
    CONFLICT_READ = "conflict:read"
    CONSENT_GIVE = "consent:give"
    EXPERT_CLOSE = "expert:close"
    EXPERT_CONFIRM = "expert:confirm"
    EXPERT_FIND = "expert:find"
    EXPERT_IMPORT = "expert:import"
    EXPERT_MERGE = "expert:merge"
    EXPERT_READ = "expert:read"
    EXPERT_REGISTER = "expert:register"
    EXPERT_UPDATE = "expert:update"
    INSTITUTE_EDIT = "institute:edit"
    INSTITUTE_READ = "institute:read"
    MATCH_READ = "match:read"
    MATCH_RUN = "match:run"
    MISSION_EDIT = "mission:edit"
    MISSION_OPEN = "mission:open"
    MISSION_READ = "mission:read"
    RANKER_MANAGE = "ranker:manage"
    REPORT_READ = "report:read"
    RULE_EDIT = "rule:edit"
    RULE_READ = "rule:read"
    RULE_RELEASE = "rule:release"


_P = Permission
PERMISSIONS: dict[Office, frozenset[Permission]] = {
    Office.PUBLIC: frozenset({_P.EXPERT_REGISTER, _P.EXPERT_READ, _P.INSTITUTE_READ, _P.MISSION_READ, _P.RULE_READ}),
    Office.EXPERT: frozenset(
        {
            _P.CASE_MOVE,
            _P.CASE_NOMINATE,
            _P.CASE_READ,
            _P.CONSENT_GIVE,
            _P.EXPERT_CLOSE,
            _P.EXPERT_CONFIRM,
            _P.EXPERT_READ,
            _P.EXPERT_UPDATE,
            _P.INSTITUTE_READ,
            _P.MISSION_READ,
            _P.RULE_READ,
        }
    ),
    Office.INSTITUTE: frozenset(
        {
            _P.CASE_MOVE,
            _P.CASE_NOMINATE,
            _P.CASE_READ,
            _P.CONFLICT_READ,
            _P.EXPERT_FIND,
            _P.EXPERT_READ,
            _P.INSTITUTE_READ,
            _P.MATCH_READ,
            _P.MATCH_RUN,
            _P.MISSION_EDIT,
            _P.MISSION_OPEN,
            _P.MISSION_READ,
            _P.RULE_READ,
        }
    ),
    Office.COMMITTEE: frozenset(
        {
            _P.AUDIT_READ,
            _P.CASE_MOVE,
            _P.CASE_NOMINATE,
            _P.CASE_READ,
            _P.CONFLICT_READ,
            _P.EXPERT_FIND,
            _P.EXPERT_READ,
            _P.INSTITUTE_READ,
            _P.MATCH_READ,
            _P.MISSION_READ,
            _P.REPORT_READ,
            _P.RULE_READ,
        }
    ),
    Office.ADMINISTRATOR: frozenset(Permission) - {_P.CASE_MOVE, _P.CONSENT_GIVE, _P.EXPERT_CONFIRM},
}

# What an office may do only to records of its own: the expert to the own profile, the institute to its own missions.
OWN_ONLY: dict[Office, frozenset[Permission]] = {
    Office.EXPERT: frozenset(
        {
            _P.CASE_MOVE,
            _P.CASE_NOMINATE,
            _P.CASE_READ,
            _P.CONSENT_GIVE,
            _P.EXPERT_CLOSE,
            _P.EXPERT_CONFIRM,
            _P.EXPERT_UPDATE,
        }
    ),
    Office.INSTITUTE: frozenset(
        {
            _P.CASE_MOVE,
            _P.CASE_NOMINATE,
            _P.CASE_READ,
            _P.CONFLICT_READ,
            _P.MATCH_READ,
            _P.MATCH_RUN,
            _P.MISSION_EDIT,
            _P.MISSION_OPEN,
        }
    ),
}


# The scope of a committee account that sees the whole country; others are `ministry:<code>` and `province:<code>`.
CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, its office, the expert or institute that it speaks for, and a committee's scope."""

    account_id: str
    office: Office
    name: str
    expert_id: str | None = None
    institute_id: str | None = None
    scope: str = CENTRAL

    @property
    def signature(self) -> str:
        """How the audit names the actor: office and account, never a personal name."""
        return f"{self.office}:{self.account_id}"


NOBODY = Actor("-", Office.PUBLIC, "")


def system(part: str) -> Actor:
    """The product itself, acting through one of its parts such as `import` or `command-line`."""
    return Actor(part, Office.ADMINISTRATOR, part)


def may(actor: Actor, permission: Permission, *, of: str | None = None) -> bool:
    """Whether the actor may, given the id of the expert or institute that owns the record (`of`)."""
    if permission not in PERMISSIONS[actor.office]:
        return False
    if permission in OWN_ONLY.get(actor.office, frozenset()):
        own = actor.expert_id if actor.office is Office.EXPERT else actor.institute_id
        return own is not None and of == own
    return True


def require(actor: Actor, permission: Permission, *, of: str | None = None) -> None:
    """Refuse what the actor may not do.

    Raises:
        NotAllowed: the permission is missing, or the record belongs to somebody else.
    """
    if not may(actor, permission, of=of):
        raise NotAllowed(permission.value)
