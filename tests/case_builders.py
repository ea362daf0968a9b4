"""Cases with which tests begin: a role of a mission, people who may take it, and everybody who has a part in a case."""

from dataclasses import dataclass, field

from graph.database import Database
from registry import accounts, cases, experts, institutes, missions
from registry.access import Actor, Office, system
from registry.models.accounts import Account, AccountDraft
from registry.models.case_entries import (
    DecisionDraft,
    FileCheckDraft,
    MoveDraft,
    NominationDraft,
    NominatorKind,
    PromiseDraft,
)
from registry.models.cases import Case
from registry.models.experts import Expert
from registry.models.missions import Mission, RoleDraft
from tests import builders, mission_builders

PASSWORD = "một mật khẩu đủ dài"
TO_START = ("invite", "sign", "apply_permits", "arrive", "start")


@dataclass
class World:
    """A mission of an institute in Hà Nội for the Ministry of Science and Technology, and who acts in its cases."""

    db: Database
    mission: Mission
    host: Actor
    central: Actor
    people: list[Expert] = field(default_factory=list)

    @property
    def role_id(self) -> str:
        """The first role of the mission."""
        return self.mission.roles[0].id

    def person(self, name: str = "Nguyễn Thị Minh Khai", *, agree: bool = False) -> Expert:
        """One more expert whom institutes may know by name."""
        made = experts.register(self.db, system("tests"), builders.expert(name={"as_written": name}), agree=agree)
        self.people.append(made)
        return made

    def nominated(self, expert: Expert | None = None, **changes: object) -> Case:
        """A case that the institute opened for somebody."""
        given = {"expert_id": (expert or self.person()).id, "kind": NominatorKind.INSTITUTE} | changes
        return cases.nominate(self.db, self.host, self.role_id, NominationDraft.model_validate(given))

    def checked(self, expert: Expert | None = None) -> Case:
        """A case whose file was accepted."""
        case = self.nominated(expert)
        return cases.check(self.db, self.host, case.id, FileCheckDraft(accepted=True, reason="Đủ thành phần."))

    def decided(self, expert: Expert | None = None) -> Case:
        """A case in which the person was chosen."""
        case = self.checked(expert)
        return cases.decide(self.db, self.central, case.id, DecisionDraft(chosen=True, reason="Phù hợp nhất."))

    def started(self, expert: Expert | None = None) -> Case:
        """A case whose person is at work."""
        case = self.decided(expert)
        for code in TO_START:
            case = cases.move(self.db, self.host, case.id, MoveDraft(move=code))
        return case


def world(db: Database, *roles: RoleDraft, login: str = "") -> World:
    """A mission with these roles, one of a project's chief engineer by default."""
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    given = {"roles": list(roles)} if roles else {}
    mission = missions.open(db, system("tests"), mission_builders.mission(institute.id, **given))
    host = account(db, Office.INSTITUTE, f"host{login}", institute_id=institute.id).actor
    return World(db, mission, host, account(db, Office.COMMITTEE, f"central{login}").actor)


def account(db: Database, office: Office, login: str, **changes: object) -> Account:
    """An account in an office."""
    given = {"login": f"{login}@example.vn", "password": PASSWORD, "name": f"Tài khoản {login}", "office": office}
    return accounts.create(db, system("tests"), AccountDraft.model_validate(given | changes))


def person_of(db: Database, expert: Expert, login: str = "person") -> Actor:
    """The person of a profile, with an account."""
    return account(db, Office.EXPERT, login, expert_id=expert.id).actor


def promised(**changes: object) -> PromiseDraft:
    """A laboratory, due next year."""
    given: dict[str, object] = {"title": {"vi": "Phòng thí nghiệm"}, "owner": "Ban Quản lý dự án", "due": "2027-06-30"}
    return PromiseDraft.model_validate(given | changes)
