"""The question that a role puts: its words and those of its mission, and whether it is still put."""

from graph.database import Database, Row
from matching.tags import Where
from registry import lists
from registry.errors import Conflict, NotFound
from registry.models.values import today
from registry.ranking.suggesting import Question
from registry.ranking.weighing import Weighing

_TEXTS = ("title_vi", "title_en", "text_vi", "text_en", "mission_title_vi", "mission_title_en")
_SUMMARIES = ("summary_vi", "summary_en")


def role(db: Database, role_id: str) -> Row:
    """A role with the words of its mission and the institute that runs it.

    Raises:
        NotFound: there is no such role.
    """
    rows = db.read("runs/role", role_id=role_id)
    if not rows:
        raise NotFound("vị trí", "role", role_id)
    return rows[0]


def require_open(role: Row) -> None:
    """Refuse a role for which nobody is sought any more.

    Raises:
        Conflict: it is filled or closed.
    """
    if role["status"] != "open":
        raise Conflict(
            "role-not-open",
            vi="Vị trí này không còn mở nên không tìm ứng viên nữa.",
            en="This role is no longer open, so nobody is sought for it.",
        )


def text_of(role: Row) -> str:
    """The text that people are compared with: the role and its mission in both languages, and its technologies."""
    parts = [role[name] for name in (*_TEXTS, *_SUMMARIES) if role[name]]
    return "\n".join([*parts, *role["technologies"]])


def institutes_of(role: Row) -> tuple[str, ...]:
    """The names of the institute that runs the mission, by which closeness to it is found."""
    return tuple(name for name in (role["institute_vi"], role["institute_en"]) if name)


def amount_of(role: Row) -> float:
    """The budget of the mission in US dollars, roughly, by which likeness in size is found; 0 where it is not known."""
    return lists.in_dollars(role["budget_amount"], role["budget_currency"]) or 0.0


def asked(role: Row, weighed: Weighing, where: Where = (), *, seed: int = 0) -> Question:
    """What a role asks today, of those whom a filter leaves."""
    return Question(
        text_of(role), today(), weighed, where, seed, institutes=institutes_of(role), amount=amount_of(role)
    )
