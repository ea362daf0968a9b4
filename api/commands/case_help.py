"""The help of what is done in a case, made of the data of the moves: who may, what comes next, and which codes hold."""

from collections.abc import Iterable, Sequence
from typing import Final

from api.commands.acts import Act
from registry import case_moves, case_next, lists
from registry.lists import Move

ID: Final = "01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d"
WHO: Final = "an@example.vn"
# Those whose forms other commands are; every other move is made by `move`.
_WORDS: Final = {
    "identify": "identify",
    "nominate": "nominate",
    "accept_file": "check --accept",
    "refuse_file": "check --refuse",
    "convene": "convene",
    "choose": "decide --choose",
    "not_choose": "decide --do-not-choose",
    "assess": "assess",
    "reopen": "answer-review --reopen",
}
_PLAIN: Final = frozenset({"plain", "start"})
_ENDS: Final = frozenset({"withdraw"})


def words(code: str) -> str:
    """What is written after `registry case` to make a move or keep a record, by its code."""
    if any(code == each.code for each in case_next.RECORDS):
        return code.replace("_", "-")
    return _WORDS.get(code, f"move {code}")


def told(act: Act) -> str:
    """The help of an act: what it does, who may do it, what comes next, and an example."""
    made = moves(act)
    parts = [act.vi, act.en]
    if act.name == "move":
        parts += ["Các bước · The steps:", "\n".join(_step(each) for each in made)]
    else:
        vi, en = case_moves.who(dict.fromkeys(_movers(act, made)))
        parts.append(f"Ai làm · Who may: {vi} · {en}.")
        following = act.then or _following(made)
        if following:
            parts.append("Tiếp theo · Next: " + ", ".join(f"`{each}`" for each in following) + ".")
    parts.append(f"Ví dụ · Example: **registry case {act.name} {act.example.format(id=ID)} --as {WHO}**")
    return "\n\n".join(parts)


def moves(act: Act) -> tuple[Move, ...]:
    """The moves that an act makes, under any decree."""
    every = {move.code: move for regime in lists.case_moves_file().regimes for move in regime.moves}
    if act.name == "move":
        return tuple(each for each in every.values() if each.form in _PLAIN or each.code == "close_council")
    return tuple(every[code] for code in act.moves)


def _movers(act: Act, made: Iterable[Move]) -> list[str]:
    by: list[str] = [part for move in made for part in move.by]
    return by or [*case_next.record(act.name.replace("-", "_")).by]


def _following(made: Sequence[Move]) -> tuple[str, ...]:
    """The commands that lead on from where these moves lead."""
    reached = {move.to for move in made}
    every = [move for regime in lists.case_moves_file().regimes for move in regime.moves]
    on = [move for move in every if reached & set(move.from_stages) and move.by != ("system",)]
    codes = ("ask_review" if move.form == "review" else move.code for move in on if move.code not in _ENDS)
    return tuple(dict.fromkeys(words(code) for code in codes))


def _step(move: Move) -> str:
    vi, en = case_moves.who(move.by)
    asked = " Phải ghi lý do. · A reason is asked for." if move.reason else ""
    return f"- `{move.code}`: {move.name_vi} ({vi}) · {move.name_en} ({en}).{asked}"
