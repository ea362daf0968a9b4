"""How a part of a decision memo is laid out for its paper: a title, sentences, facts, a table and what stands below."""

Cells = list[str]


def table(
    head: Cells, rows: list[Cells], widths: tuple[float, ...], *, whole: bool = False
) -> dict[str, object] | None:
    """A table, none without rows; `whole` keeps each row on one page, which what people wrote would not always fit."""
    return {"head": head, "rows": rows, "widths": list(widths), "whole": whole} if rows else None


def section(
    title: str,
    *,
    said: list[str] | None = None,
    facts: list[tuple[str, str]] | None = None,
    table: dict[str, object] | None = None,
    foot: list[str] | None = None,
) -> dict[str, object]:
    """A numbered part under its title; what it does not have is left out of the paper."""
    return {"title": title, "said": said or [], "facts": facts or [], "table": table, "foot": foot or []}
