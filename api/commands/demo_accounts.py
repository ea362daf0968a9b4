"""The accounts of the demonstration: one for each office, with passwords made up once and kept for their owner only."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from graph.database import Database
from registry import accounts
from registry.access import Actor, Office
from registry.models.accounts import AccountDraft

_NAMES: Mapping[Office, str] = {
    Office.INSTITUTE: "Tổ chức chủ trì (minh hoạ)",
    Office.COMMITTEE: "Văn phòng Ban Chỉ đạo (minh hoạ)",
    Office.ADMINISTRATOR: "Quản trị viên (minh hoạ)",
    Office.EXPERT: "Chuyên gia (minh hoạ)",
}


def login_of(office: Office) -> str:
    """The login of an office's account, in a domain that can never exist."""
    return f"{office.value}@demo.example"


def ensure(
    db: Database, actor: Actor, file: Path, *, institute_id: str, expert_id: str | None, language: str
) -> dict[str, str]:
    """Make the accounts that are missing and keep their passwords in `file`, mode 600.

    Returns:
        The passwords of the accounts that were made now, by login.
    """
    made: dict[str, str] = {}
    for office, name in _NAMES.items():
        login = login_of(office)
        if accounts.is_taken(db, login) or (office is Office.EXPERT and expert_id is None):
            continue
        password = secrets.token_urlsafe(12)
        # Written before the account is made: an account whose password nobody knows would be of no use.
        _keep(file, login, password)
        given = {"login": login, "password": password, "name": name, "office": office, "language": language}
        given |= {"institute_id": institute_id} if office is Office.INSTITUTE else {}
        given |= {"expert_id": expert_id or ""} if office is Office.EXPERT else {}
        accounts.create(db, actor, AccountDraft.model_validate(given))
        made[login] = password
    return made


def _keep(file: Path, login: str, password: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as kept:
        kept.write(f"{login} {password}\n")
