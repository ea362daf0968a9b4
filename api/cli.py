"""The command line `registry`: every command, and how each of them ends."""

import sys
import traceback
from typing import Annotated

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from api.commands import (
    account,
    ai_record,
    assign,
    audit,
    case,
    conflicts,
    contrast,
    demo,
    doctor,
    exits,
    generate,
    importing,
    ledger,
    match,
    migrate,
    ranker,
    report,
    role,
    rules,
    serve,
    team,
    what_if,
    why,
)
from api.commands.exits import Exit
from api.commands.terminal import Terminal
from api.settings import Settings
from registry.lists import Language

_EPILOG = "Mã kết thúc · Exit codes\n\n" + "\n\n".join(
    f"{code.value} – {vi} · {en}" for code, (vi, en) in exits.MEANINGS.items()
)


class _Guarded(TyperGroup):
    """The command line as a whole: what is expected to go wrong ends in a sentence and a code, never in a trace."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run what was asked for."""
        try:
            return super().invoke(ctx)
        except (typer.BadParameter, *exits.EXPECTED) as given:
            error = exits.of_option(given) if isinstance(given, typer.BadParameter) else given
            language = ctx.obj.language if isinstance(ctx.obj, Terminal) else ctx.params.get("language")
            code, vi, en = exits.told(error)
            sys.stderr.write({"vi": f"{vi}\n", "en": f"{en}\n"}.get(language or "", f"{vi}\n{en}\n"))
            raise typer.Exit(code) from given
        except KeyboardInterrupt:
            raise typer.Exit(Exit.INTERRUPTED) from None


app = typer.Typer(
    name="registry",
    cls=_Guarded,
    help="Hệ thống quốc gia về nhân tài và chuyên gia: ai có thể chủ trì một nhiệm vụ, vì sao, có minh chứng gì.\n\n"
    "The national registry of talent and experts: who could lead a mission, why, and on what evidence.",
    epilog=_EPILOG,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def registry(
    context: typer.Context,
    language: Annotated[
        Language | None,
        typer.Option(help="Ngôn ngữ của thông báo (vi, en). · Language of what is said; REGISTRY_LANGUAGE otherwise."),
    ] = None,
) -> None:
    """Read the settings once, for whichever command follows."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise exits.wrong_settings(error) from error
    context.obj = Terminal(settings, language or settings.language)


for command in (
    serve,
    migrate,
    importing,
    generate,
    match,
    why,
    contrast,
    what_if,
    team,
    assign,
    conflicts,
    report,
    ledger,
    ai_record,
    doctor,
    demo,
):
    app.command(command.NAME)(command.run)
app.add_typer(account.app, name="account")
app.add_typer(audit.app, name="audit")
app.add_typer(rules.app, name="rules")
app.add_typer(ranker.app, name="ranker")
app.add_typer(role.app, name="role")
app.add_typer(case.app, name="case")


def main() -> None:
    """Run the command line; what nobody expected is shown whole, for whoever mends it, and ends with its own code."""
    try:
        app()
    except Exception:
        traceback.print_exc()
        sys.exit(Exit.BUG)
