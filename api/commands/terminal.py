"""The terminal: who reads it, in which language, and how sentences, tables and progress reach it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, cast

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from api.settings import Settings
from registry.lists import Language


class Advance(Protocol):
    """Moves a bar: how many are done, and of how many where that is known."""

    def __call__(self, done: int, of: int | None = None) -> None: ...


# A table that goes into a file is not cut to the width of a terminal that is not there.
_WIDTH_OF_A_FILE = 200


def _stdout() -> Console:
    return _console(stderr=False)


def _stderr() -> Console:
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    # What is printed is data: a name such as "Lê [/b]" is no style, and must not end the command.
    console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_FILE
    return console


@dataclass(frozen=True, slots=True)
class Terminal:
    """The settings and the reader's language; results go to `out`, everything else to `err`."""

    settings: Settings
    language: Language
    out: Console = field(default_factory=_stdout)
    err: Console = field(default_factory=_stderr)

    def word(self, vi: str, en: str) -> str:
        """The one of two wordings that is in the reader's language."""
        return vi if self.language == "vi" else en

    def say(self, vi: str, en: str) -> None:
        """A sentence to the reader, taken literally: no mark in it is understood as a style."""
        self.out.print(self.word(vi, en), markup=False, soft_wrap=True)

    def note(self, vi: str, en: str) -> None:
        """A sentence beside the results, where a file made of them does not get it."""
        self.err.print(self.word(vi, en), markup=False, soft_wrap=True)

    def json(self, value: object) -> None:
        """A value as JSON in one line."""
        self.out.print(orjson.dumps(value).decode(), markup=False, soft_wrap=True)

    def rows(self, heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> None:
        """A table with its heads in the reader's language; its cells are taken literally."""
        table = Table(*(self.word(*head) for head in heads), box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self.out.print(table)

    def head(self, vi: str, en: str) -> None:
        """A heading, with an empty line before it."""
        self.out.print()
        self.out.print(self.word(vi, en), style="bold", markup=False)

    def part(self, title: tuple[str, str], heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
        """A table under its heading; nothing where it would have no rows."""
        if rows:
            self.head(*title)
            self.rows(heads, rows)

    @contextmanager
    def progress(self, vi: str, en: str, *, total: int | None = None) -> Iterator[Advance]:
        """A bar that shows how far the work has come; nothing where the reader is no terminal."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        shown = self.err.is_terminal
        with Progress(*columns, console=self.err, transient=True, disable=not shown) as bar:
            task = bar.add_task(self.word(vi, en), total=total)

            def advance(done: int, of: int | None = None) -> None:
                if of is None:
                    bar.update(task, completed=done)
                else:
                    bar.update(task, completed=done, total=of)

            yield advance


def of(context: typer.Context) -> Terminal:
    """The terminal of this call, which the command line itself has put there."""
    return cast(Terminal, context.obj)
