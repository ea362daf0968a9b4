"""Making a database ready: its migrations, the official lists as nodes, and the first edition of the rules."""

from graph import migrate
from graph.database import Database, Row
from registry import audit, lists, rules
from registry.access import Actor, Permission, require
from registry.errors import NotReady


def prepare(db: Database, actor: Actor) -> list[str]:
    """Apply what is missing and bring the lists up to date; on a database that is ready, nothing changes.

    Returns:
        The names of the migrations that were applied.
    """
    require(actor, Permission.ACCOUNT_MANAGE)
    applied = [f"{migration.number:04}_{migration.name}" for migration in migrate.apply(db, actor=actor.signature)]
    if not _listed(db):
        fields, technologies = _fields(), _technologies()
        detail = {"fields": len(fields), "technologies": len(technologies)}
        event = audit.event(actor, audit.Tag.LISTS_SEEDED, "official", detail=detail)
        db.write("lists/seed", fields=fields, technologies=technologies, event=event)
    rules.seed(db, actor)
    return applied


def ensure_ready(db: Database) -> None:
    """Refuse a database that lacks a migration, an entry of the official lists, or the rules.

    Raises:
        NotReady: `registry migrate` has to be run first.
    """
    missing = migrate.missing(db)
    if missing:
        names = ", ".join(f"{migration.number:04}_{migration.name}" for migration in missing)
        raise NotReady(
            "migrations-missing",
            vi=f"Cơ sở dữ liệu chưa được nâng cấp ({names}). Hãy chạy: registry migrate",
            en=f"The database lacks migrations ({names}). Run: registry migrate",
        )

    if not _listed(db):
        raise NotReady(
            "lists-missing",
            vi="Cơ sở dữ liệu chưa có đủ các danh mục chính thức. Hãy chạy: registry migrate",
            en="The database lacks entries of the official lists. Run: registry migrate",
        )
    rules.ensure_seeded(db)


def _listed(db: Database) -> bool:
    known = {(row["code"], row["name_en"]) for row in db.read("lists/known")}
    return {(row["code"], row["name_en"]) for row in _fields() + _technologies()} <= known


def _fields() -> list[Row]:
    return [
        {"code": field.code, "level": field.level, "name_vi": field.name_vi, "name_en": field.name_en}
        for field in lists.fields()
    ]


def _technologies() -> list[Row]:
    return [
        {
            "code": technology.code,
            "taxonomy": technology.taxonomy_id,
            "kind": technology.kind,
            "name_vi": technology.name_vi or technology.name_en,
            "name_en": technology.name_en,
        }
        for technology in lists.technologies()
    ]
