"""How a program over files ends: with 0, or with 2 and a sentence where a file cannot be used."""

from collections.abc import Callable

from rich.console import Console


class Malformed(Exception):
    """What a file or an option says cannot be used; the message says where."""


def ended(work: Callable[[Console], None]) -> int:
    """Do the work, which speaks to the given terminal, and give what the shell is told."""
    terminal = Console(stderr=True)
    try:
        work(terminal)
    except (Malformed, OSError) as error:
        terminal.print(str(error), markup=False, soft_wrap=True)
        return 2
    return 0
