"""As whom a command acts: the account that is named, proved by its password or a token, or the operator who reads."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from pydantic import SecretStr, ValidationError

from api.commands.exits import Exit, Refused
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from graph.database import Database
from registry import accounts, sessions
from registry.access import Actor
from registry.models.accounts import Credentials

_AS_HELP = (
    "Tài khoản thực hiện, bằng mật khẩu của nó hoặc REGISTRY_TOKEN. · "
    "E-mail address of the account that acts, by its password or REGISTRY_TOKEN."
)
_STDIN_HELP = "Đọc mật khẩu từ đầu vào. · Read the password from standard input."
AS = ("--as", "LOGIN", _AS_HELP)
PASSWORD_STDIN = ("--password-stdin", _STDIN_HELP)
As = Annotated[str | None, typer.Option(AS[0], metavar=AS[1], help=AS[2])]
PasswordStdin = Annotated[bool, typer.Option(PASSWORD_STDIN[0], help=PASSWORD_STDIN[1])]


@contextmanager
def database(reader: Terminal, login: str | None, *, from_stdin: bool) -> Iterator[tuple[Database, Actor]]:
    """The database, and the named account as it acts; the same operations check it as behind the pages.

    Raises:
        Refused: nobody was named, or the token is another account's.
        NotSignedIn: the password or the token is wrong, or the account is closed.
    """
    proof = _proof(reader, login, from_stdin=from_stdin)
    if proof is None:
        raise Refused(
            "account-missing",
            Exit.WRONG_USAGE,
            vi="Việc này do tài khoản có thẩm quyền thực hiện. Hãy nêu tài khoản bằng --as, hoặc đặt REGISTRY_TOKEN.",
            en="This is done by an account that holds the office. Name it with --as, or set REGISTRY_TOKEN.",
        )
    with ready_database(reader.settings) as db:
        yield db, _proved(db, proof, login)


@contextmanager
def reading(reader: Terminal, login: str | None, *, from_stdin: bool) -> Iterator[tuple[Database, Actor]]:
    """The same for what only reads: where nobody was named, the operator reads.

    Raises:
        As `database`.
    """
    proof = _proof(reader, login, from_stdin=from_stdin)
    with ready_database(reader.settings) as db:
        yield db, OPERATOR if proof is None else _proved(db, proof, login)


def password(reader: Terminal, *, from_stdin: bool, twice: bool = False) -> str:
    """A password out of the prompt, typed twice where it is new, or the first line of standard input.

    Raises:
        Refused: there is no terminal to ask.
    """
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Refused(
            "password-missing",
            Exit.WRONG_USAGE,
            vi="Không có màn hình để hỏi mật khẩu. Hãy dùng --password-stdin và đưa mật khẩu qua đầu vào.",
            en="There is no terminal to ask for the password. Use --password-stdin and send it to standard input.",
        )
    # The prompt goes where it does not mix with results that somebody sends into a file.
    asked: str = typer.prompt(reader.word("Mật khẩu", "Password"), hide_input=True, confirmation_prompt=twice, err=True)
    return asked


def _proof(reader: Terminal, login: str | None, *, from_stdin: bool) -> Credentials | SecretStr | None:
    """What the caller proves themselves with, a token or a password that is asked for before a database is opened."""
    if reader.settings.token is not None or login is None:
        return reader.settings.token
    given = {"login": login, "password": password(reader, from_stdin=from_stdin)}
    try:
        return Credentials.model_validate(given)
    except ValidationError:
        # What cannot be anybody's credentials is refused as wrong ones are.
        raise sessions.refused() from None


def _proved(db: Database, proof: Credentials | SecretStr, login: str | None) -> Actor:
    if isinstance(proof, Credentials):
        return accounts.sign_in(db, proof).actor
    account = accounts.by_token(db, proof.get_secret_value())
    if login is not None and login.strip().lower() != account.login:
        raise Refused(
            "token-of-another",
            Exit.WRONG_USAGE,
            vi="REGISTRY_TOKEN là mã truy cập của một tài khoản khác với --as.",
            en="REGISTRY_TOKEN is the token of another account than --as names.",
        )
    return account.actor
