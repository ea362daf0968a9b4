"""Sessions: what a browser's cookie stands for until its account begins another epoch."""

from graph.database import Database
from graph.errors import NothingWritten
from registry import audit
from registry.access import Actor
from registry.errors import NotFound, NotSignedIn


def end(db: Database, actor: Actor) -> None:
    """Sign the actor out everywhere: a copy of a cookie opens nothing any more; tokens stay.

    Raises:
        NotFound: there is no such account.
    """
    event = audit.event(actor, audit.Tag.ACCOUNT_SIGNED_OUT, actor.account_id)
    try:
        db.write("accounts/end_sessions", id=actor.account_id, event=event)
    except NothingWritten:
        raise NotFound("tài khoản", "account", actor.account_id) from None


def refused() -> NotSignedIn:
    """The refusal of a login and a password, which does not tell which of them is wrong."""
    return NotSignedIn(
        "sign-in-failed",
        vi="Địa chỉ thư điện tử hoặc mật khẩu không đúng.",
        en="The e-mail address or the password is wrong.",
    )
