"""The reason that somebody writes down for what they do: blanks around it taken off, and not too long."""

from typing import Final

from registry.errors import FieldError, Invalid

LONGEST: Final = 500


def required(reason: str | None, *, vi: str, en: str) -> str:
    """The reason; the sentences are for whoever gives none.

    Raises:
        Invalid: it is missing or too long.
    """
    given = optional(reason)
    if given is None:
        raise Invalid(FieldError("/reason", "reason-missing", vi, en))
    return given


def optional(reason: str | None) -> str | None:
    """The reason, None where none is given.

    Raises:
        Invalid: it is too long.
    """
    given = (reason or "").strip()
    if len(given) > LONGEST:
        vi, en = f"Lý do dài nhất {LONGEST} ký tự.", f"A reason has at most {LONGEST} characters."
        raise Invalid(FieldError("/reason", "reason-long", vi, en))
    return given or None
