"""`registry account`: make, list and close accounts, and give them tokens."""

from typing import Annotated

import typer
from pydantic import ValidationError
from rich.table import Table

from api.commands import acting, terminal
from api.commands.opening import OPERATOR, ready_database
from api.validation import invalid
from registry import accounts
from registry.access import CENTRAL, Office
from registry.models.accounts import AccountDraft

app = typer.Typer(no_args_is_help=True, help="Tài khoản và mã truy cập. · Accounts and their access tokens.")

_Login = Annotated[str, typer.Argument(help="Địa chỉ thư điện tử đăng nhập. · The e-mail address that signs in.")]
_PAGE = 200


@app.command()
def create(
    context: typer.Context,
    *,
    login: Annotated[str, typer.Option(help="Địa chỉ thư điện tử. · The e-mail address that signs in.")],
    name: Annotated[str, typer.Option(help="Tên người dùng. · Who uses it.")],
    office: Annotated[Office, typer.Option(help="Vai trò. · In what capacity.")],
    institute: Annotated[str | None, typer.Option(help="Mã tổ chức. · Id of the institute it speaks for.")] = None,
    expert: Annotated[str | None, typer.Option(help="Mã chuyên gia. · Id of the expert it speaks for.")] = None,
    scope: Annotated[
        str,
        typer.Option(help="Phạm vi: central, ministry:most, province:01. · What a committee account sees of cases."),
    ] = CENTRAL,
    password_stdin: acting.PasswordStdin = False,
) -> None:
    """Tạo tài khoản; mật khẩu được hỏi, không bao giờ nằm trên dòng lệnh.

    Make an account. The password (12 characters or more) is asked for, or read from standard input; it never stands
    on the command line, where every user of the machine could read it.

    Ví dụ · Example: **registry account create --login an@example.vn --name "Nguyễn An" --office committee**
    """
    reader = terminal.of(context)
    password = acting.password(reader, from_stdin=password_stdin, twice=True)
    given = {"login": login, "password": password, "name": name, "office": office, "language": reader.language}
    try:
        draft = AccountDraft.model_validate({**given, "institute_id": institute, "expert_id": expert, "scope": scope})
    except ValidationError as error:
        raise invalid(error) from error
    with ready_database(reader.settings) as db:
        made = accounts.create(db, OPERATOR, draft)
    reader.say(f"Đã tạo tài khoản {made.login} ({made.id}).", f"Made the account {made.login} ({made.id}).")


@app.command("list")
def list_accounts(context: typer.Context) -> None:
    """Liệt kê tài khoản theo địa chỉ đăng nhập.

    List the accounts in the order of their logins.

    Ví dụ · Example: **registry account list**
    """
    reader = terminal.of(context)
    heads = (("Đăng nhập", "Login"), ("Tên", "Name"), ("Vai trò", "Office"), ("Trạng thái", "State"), ("Mã", "Id"))
    table = Table(*(reader.word(*head) for head in heads), box=None, pad_edge=False)
    cursor: str | None = None
    with ready_database(reader.settings) as db:
        while True:
            page = accounts.find(db, OPERATOR, limit=_PAGE, cursor=cursor)
            for account in page.rows:
                state = reader.word("đang dùng", "open") if account.active else reader.word("đã đóng", "closed")
                table.add_row(account.login, account.name, account.office.value, state, account.id)
            cursor = page.next_cursor
            if cursor is None:
                break
    reader.out.print(table)


@app.command()
def deactivate(context: typer.Context, login: _Login) -> None:
    """Đóng một tài khoản: mọi phiên và mã truy cập của nó hết hiệu lực ngay.

    Close an account: its sessions and tokens end at once. The audit keeps what it did.

    Ví dụ · Example: **registry account deactivate an@example.vn**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        closed = accounts.deactivate(db, OPERATOR, accounts.by_login(db, login.strip().lower()).id)
    reader.say(f"Đã đóng tài khoản {closed.login}.", f"Closed the account {closed.login}.")


@app.command()
def token(
    context: typer.Context,
    login: _Login,
    name: Annotated[str, typer.Option(help="Mã này dùng vào việc gì. · What the token is for.")],
    days: Annotated[int, typer.Option(min=1, max=accounts.LONGEST_TOKEN_DAYS, help="Số ngày. · Days it is good.")] = 30,
) -> None:
    """Cấp mã truy cập cho chương trình; mã chỉ hiện một lần.

    Give an account a token for programs. The token alone goes to standard output, once; only its digest is kept.

    Ví dụ · Example: **registry account token an@example.vn --name "nightly export" --days 90 > token**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        owner = accounts.by_login(db, login.strip().lower())
        issued, secret = accounts.issue_token(db, OPERATOR, owner.id, name, days)
    reader.note(
        f"Mã truy cập “{issued.name}” có hiệu lực đến {issued.expires_at}. Hãy cất giữ: mã không hiện lại.",
        f"The token “{issued.name}” is good until {issued.expires_at}. Keep it: it is not shown again.",
    )
    reader.out.print(secret, markup=False, soft_wrap=True)
