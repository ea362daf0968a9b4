"""How a row of a table of acts becomes a command: its options, the account that acts, and the draft that they make."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

import typer

from api.commands import acting, terminal
from api.commands.terminal import Terminal
from api.pages.forms import drafted
from graph.database import Database
from registry.access import Actor
from registry.errors import FieldError, Invalid
from registry.lists import Language
from registry.models.cases import Case
from registry.models.values import Model

ModelType = TypeVar("ModelType", bound=Model)
Show = Callable[[Terminal, Actor, Case | None], None]
_KEYWORD = inspect.Parameter.KEYWORD_ONLY


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that an act is told: where it stands in the draft, and how it is written on the command line.

    What is not written with dashes is an argument. `many` says that it is given several times: as the `rows` of a
    list, or as `marks`, each a code, `=` and its value.
    """

    name: str
    written: str
    vi: str
    en: str
    kind: type = str
    needed: bool = False
    many: str = ""

    @property
    def parameter(self) -> str:
        """The name under which the value reaches the command."""
        return self.name.replace(".", "_")


@dataclass(frozen=True, slots=True)
class Told:
    """What one call was told: who acts, on which record, and every value as text under its name in the draft."""

    db: Database
    actor: Actor
    id: str
    values: Mapping[str, str]
    language: Language

    def draft(self, model: type[ModelType]) -> ModelType:
        """The draft that the values make.

        Raises:
            Invalid: says everything that is wrong with it.
        """
        return drafted(model, self.values, self.language)


Work = Callable[[Told], Case | None]


@dataclass(frozen=True, slots=True)
class Act:
    """A command: what it does in both languages, an example, what it takes, and the operation that does it.

    `subject` is the first argument with its meaning; `moves` are the codes of the moves that it makes, `then` what
    comes next where no move says so.
    """

    name: str
    vi: str
    en: str
    example: str
    subject: tuple[str, str, str]
    takes: tuple[Given, ...]
    work: Work
    moves: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


def drafting(model: type[ModelType], operation: Callable[[Database, Actor, str, ModelType], Case | None]) -> Work:
    """The work of an operation that takes an id and a draft."""
    return lambda told: operation(told.db, told.actor, told.id, told.draft(model))


def command(act: Act, show: Show) -> Callable[..., None]:
    """The function out of whose signature typer reads the options of an act; what it did is told by `show`."""

    def run(context: typer.Context, **given: object) -> None:
        reader = terminal.of(context)
        login, from_stdin = cast(str | None, given["login"]), bool(given["password_stdin"])
        with acting.database(reader, login, from_stdin=from_stdin) as (db, actor):
            try:
                values = dict(_values(act.takes, given))
                done = act.work(Told(db, actor, str(given["id"]), values, reader.language))
            except Invalid as error:
                raise Invalid(*(_as_written(each, act.takes) for each in error.errors)) from None
        if given["json"] and done is not None:
            reader.json(done.model_dump(mode="json"))
        else:
            show(reader, actor, done)

    run.__signature__ = inspect.Signature(list(_parameters(act)))  # type: ignore[attr-defined]
    return run


def _parameters(act: Act) -> Iterator[inspect.Parameter]:
    yield inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    metavar, vi, en = act.subject
    subject = typer.Argument(..., metavar=metavar, help=f"{vi} · {en}")
    yield inspect.Parameter("id", _KEYWORD, default=subject, annotation=str)
    for each in act.takes:
        yield inspect.Parameter(each.parameter, _KEYWORD, default=_option(each), annotation=_annotation(each))
    flag, metavar, told = acting.AS
    named = typer.Option(None, flag, metavar=metavar, help=told)
    yield inspect.Parameter("login", _KEYWORD, default=named, annotation=str | None)
    flag, told = acting.PASSWORD_STDIN
    yield inspect.Parameter("password_stdin", _KEYWORD, default=typer.Option(False, flag, help=told), annotation=bool)
    json = typer.Option(False, "--json", help="Hồ sơ dạng JSON. · The case as JSON.")
    yield inspect.Parameter("json", _KEYWORD, default=json, annotation=bool)


def _option(each: Given) -> object:
    default = ... if each.needed else None
    told = f"{each.vi} · {each.en}"
    if each.written.startswith("-"):
        return typer.Option(default, each.written, help=told)
    return typer.Argument(default, metavar=each.written, help=told)


def _annotation(each: Given) -> object:
    if each.many:
        return list[str] if each.needed else list[str] | None
    return each.kind if each.needed else each.kind | None


def _values(takes: tuple[Given, ...], given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What was given as the fields of a form are: text under dotted names; what was not given is left out."""
    for each in takes:
        value = given[each.parameter]
        if value is None:
            continue
        if not each.many:
            yield each.name, str(value).lower() if isinstance(value, bool) else str(value)
            continue
        for place, text in enumerate(cast(list[str], value)):
            code, equals, mark = text.partition("=")
            if each.many == "marks" and not (code.strip() and equals):
                vi, en = f"Hãy ghi như mã=5, không phải {text}.", f"Write code=5, not {text}."
                raise Invalid(FieldError(f"/{each.name}", "mark-form", vi, en))
            yield (f"{each.name}.{code.strip()}", mark) if each.many == "marks" else (f"{each.name}.{place}", text)


def _as_written(error: FieldError, takes: tuple[Given, ...]) -> FieldError:
    """The error at the option that it speaks of, where one stands for its place in the draft."""
    name = error.pointer.strip("/").replace("/", ".")
    for each in takes:
        if f"{name}.".startswith(f"{each.name}.") or f"{each.name}.".startswith(f"{name}."):
            return FieldError(each.written, error.code, error.vi, error.en)
    return error
