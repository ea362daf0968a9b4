"""Registration: an expert and the account that speaks for them, made together or not at all."""

from graph.database import Database, Row, Step
from registry import accounts, experts, requests
from registry.access import Actor, Office
from registry.errors import Duplicate
from registry.identity import new_id
from registry.models.accounts import Account, AccountDraft, Credentials
from registry.models.experts import Expert, ExpertDraft
from registry.requests import RequestKey


def register(
    db: Database,
    draft: ExpertDraft,
    credentials: Credentials,
    *,
    agree: bool,
    language: str,
    request: RequestKey | None = None,
) -> tuple[Expert, Account | None]:
    """Register an expert and open their account in one transaction; with `agree`, they are matched from now on.

    The account is None where an earlier request with the same key registered: a repetition proves nothing about who
    sends it. The event of the registration is signed with the new account, so that the audit ties the two together.

    Raises:
        Invalid: a code is unknown, or matching is agreed to while institutes may not see the name.
        Duplicate: the login has an account (`login-taken`), or the ORCID stands in a record (`orcid-taken`).
        RequestReused: the idempotency key came with another body.
    """
    if requests.earlier(db, request) is None and accounts.is_taken(db, credentials.login):
        raise accounts.login_taken()
    id = new_id()
    fields = _account(draft, credentials, expert_id=id, language=language)
    registrant = Actor(str(fields["id"]), Office.PUBLIC, "")
    step = Step("accounts/create_for_expert", {"account": fields, "expert_id": id})
    try:
        expert = experts.register(
            db, registrant, draft, agree=agree, language=language, request=request, id=id, then=[step]
        )
    except Duplicate:
        if accounts.is_taken(db, credentials.login):
            raise accounts.login_taken() from None
        raise
    return expert, accounts.by_login(db, credentials.login) if expert.id == id else None


def _account(draft: ExpertDraft, credentials: Credentials, *, expert_id: str, language: str) -> Row:
    return accounts.properties_of(
        AccountDraft(
            login=credentials.login,
            password=credentials.password,
            name=draft.name.as_written,
            office=Office.EXPERT,
            expert_id=expert_id,
            language=language,
        )
    )
