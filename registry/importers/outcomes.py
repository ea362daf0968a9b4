"""What an import tells: the outcome of every row, warnings, a summary, and how far it came when it was cut off."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import orjson

from registry.errors import FieldError, Unavailable


class Result(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row: its line in the file, what became of it, and why it was rejected or what else there is to say."""

    line: int
    result: Result
    key: str | None = None
    reasons: tuple[FieldError, ...] = ()

    def as_json(self) -> bytes:
        """The outcome as one line of a JSON-lines file, with its line feed."""
        return orjson.dumps(self, option=orjson.OPT_APPEND_NEWLINE)


# Called with the rows that are safely in (or, in a dry run, looked at) and their number where it is known.
Progress = Callable[[int, int | None], None]
# Called with the outcome of each row in the order of the file, after its batch is safely in.
Listener = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """An import as a whole; in a dry run, what it would do.

    `people`, `institutes`, `programmes` and `claims` count what is new. `stopped_at` is the line at which a row
    ended the import, because it was rejected and the caller asked to stop, or because the file is damaged there.
    """

    source: str
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    rejected: int
    people: int
    institutes: int
    programmes: int
    claims: int
    seconds: float
    warnings: tuple[FieldError, ...] = ()
    stopped_at: int | None = None

    @property
    def rows(self) -> int:
        """All rows that were read."""
        return self.created + self.updated + self.unchanged + self.rejected

    @property
    def rows_per_second(self) -> float:
        """Rows read per second of the whole import."""
        return self.rows / self.seconds if self.seconds else 0.0


class Interrupted(Unavailable):
    """The graph database stopped answering in the middle of an import; `rows_in` rows at least are safely in."""

    def __init__(self, rows_in: int, why: str) -> None:
        super().__init__(why)
        self.code = "import-interrupted"
        self.rows_in = rows_in
        self.vi = (
            f"Cơ sở dữ liệu ngừng trả lời giữa chừng. {rows_in} dòng đầu đã được ghi an toàn; "
            "hãy chạy lại lệnh nạp với đúng tệp này để tiếp tục, không có gì bị lặp."
        )
        self.en = (
            f"The database stopped answering in the middle. The first {rows_in} rows are safely in; "
            "run the same import again to continue, nothing will come twice."
        )
        self.args = (self.en,)
