"""The check of codes against the official lists, with a sentence for each code that is in none."""

from collections.abc import Callable, Iterable

from registry.errors import FieldError
from registry.lists import UnknownCode


def wrong(pointer: str, codes: Iterable[str | None], lookup: Callable[[str], object]) -> list[FieldError]:
    """An error for every code that `lookup` does not know; None is no code.

    `pointer` is the place of a single value, or of a list when it ends in `/-`, which becomes the position.
    """
    errors = []
    for position, code in enumerate(codes):
        if code is None:
            continue
        try:
            lookup(code)
        except UnknownCode as unknown:
            place = pointer[:-1] + str(position) if pointer.endswith("/-") else pointer
            errors.append(FieldError(place, "unknown-code", unknown.vi, unknown.en))
    return errors
