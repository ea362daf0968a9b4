"""The forms of evidence: what each kind must say, in words that name the question."""

from collections.abc import Iterable, Mapping
from typing import Final

from api.pages.forms import Filled
from registry.errors import FieldError
from registry.models.claims import ClaimKind

KINDS: Final = tuple(kind.value for kind in ClaimKind)

# What the models ask for besides the title, asked here too so that the error stands at the question itself.
_ASKED: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "position": {
        "organisation": ("Hãy ghi tổ chức nơi bạn công tác.", "Say at which organisation."),
        "start": ("Hãy ghi bạn giữ vị trí này từ khi nào.", "Say since when you hold this post."),
    },
    "degree": {
        "level": ("Hãy chọn trình độ.", "Choose the level."),
        "organisation": ("Hãy ghi nơi cấp văn bằng.", "Say where the degree was taken."),
    },
    "programme": {"part": ("Hãy chọn vai trò của bạn.", "Choose your part.")},
    "invention": {"state": ("Hãy chọn tình trạng của sáng chế.", "Choose how far it has come.")},
}


def missing(form: Filled, names: Iterable[str]) -> list[FieldError]:
    """An error for each question of these entries that must be answered and is not."""
    return [
        FieldError(f"/{name}/{asked}".replace(".", "/"), "missing", vi, en)
        for name in names
        for asked, (vi, en) in _ASKED.get(form.value(f"{name}.kind"), {}).items()
        if not form.value(f"{name}.{asked}").strip()
    ]


def without_incomplete(errors: Iterable[FieldError]) -> list[FieldError]:
    """The errors without those that say again, less exactly, what `missing` says."""
    return [error for error in errors if error.code != "claim-incomplete"]
