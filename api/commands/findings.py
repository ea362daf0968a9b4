"""What the doctor looks at on this machine, before any database: each look gives a finding and says what to do."""

import importlib.metadata
import os
import platform
import shutil
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import typst

from api.settings import Settings
from graph import engine_process
from graph.failures import EngineFailed
from registry.errors import ModelRefused
from registry.ranking import embedding

_GIB = 2**30
# The default engine takes 1 GiB of heap and some more; Python with an index of 100,000 people about 0.5 GiB.
_MEMORY_GIB = 2.0
_DISK_GIB = 2.0
# Every vowel of Vietnamese with two marks, and the đ.
_LETTERS = "ẤẦẨẪẬẮẰẲẴẶẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲỴỶỸĐđ"


# As many long texts as tell how fast a language model reads, each as long as an abstract.
_TEXTS = 8
_ABSTRACT = "The institute will study how power grids with much offshore wind stay stable. " * 16


class State(StrEnum):
    """How serious a finding is: a fault must be mended before the registry can be used."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One look: what was looked at, what was found, and what to do (each Vietnamese, English)."""

    state: State
    what: tuple[str, str]
    found: tuple[str, str]
    to_do: tuple[str, str] = ("", "")


def good(what: tuple[str, str], found: str) -> Finding:
    """A finding that needs nothing done; what was found reads the same in both languages."""
    return Finding(State.GOOD, what, (found, found))


def python() -> Finding:
    """The Python that runs this, and the platform."""
    found = f"{platform.python_version()} · {platform.platform()} · {os.cpu_count()} CPU"
    return good(("Python", "Python"), found)


def engine(settings: Settings) -> Finding:
    """The engine that comes along, unless a Neo4j is named."""
    what = ("Bộ máy đồ thị", "Graph engine")
    if settings.graph_uri is not None:
        text = f"REGISTRY_GRAPH_URI = {settings.graph_uri}"
        return good(what, text)
    try:
        wheel = engine_process.find_wheel()
        version = importlib.metadata.version("arcadedb-embedded")
    except EngineFailed as failure:
        return Finding(State.FAULT, what, (failure.vi, failure.en))
    if not (wheel / "jre" / "bin" / "java").is_file():
        to_do = ("Hãy cài lại gói arcadedb-embedded.", "Install the package arcadedb-embedded again.")
        return Finding(State.FAULT, what, ("thiếu Java đi kèm", "its Java is missing"), to_do)
    return good(what, f"arcadedb-embedded {version}")


def memory(settings: Settings) -> Finding:
    """The memory that is available now."""
    what = ("Bộ nhớ", "Memory")
    available = _available_gib()
    if available is None:
        return Finding(State.GOOD, what, ("không đọc được ở hệ điều hành này", "not told by this operating system"))
    found = (f"còn {available:.1f} GiB", f"{available:.1f} GiB available")
    if settings.graph_uri is None and available < _MEMORY_GIB:
        to_do = (
            f"Nên có {_MEMORY_GIB:g} GiB trở lên: đóng bớt chương trình, hoặc dùng Neo4j trên máy khác.",
            f"{_MEMORY_GIB:g} GiB or more are advised: end other programs, or use a Neo4j on another machine.",
        )
        return Finding(State.DOUBTFUL, what, found, to_do)
    return Finding(State.GOOD, what, found)


def disk(settings: Settings) -> Finding:
    """The data folder: whether it can be written, whether others can read it, and how much room there is."""
    folder = settings.data_folder
    what = ("Thư mục dữ liệu", "Data folder")
    there = _nearest(folder)
    free = shutil.disk_usage(there).free / _GIB
    found = (f"{folder.resolve()} · còn {free:.1f} GiB", f"{folder.resolve()} · {free:.1f} GiB free")
    if not os.access(there, os.W_OK):
        to_do = (
            "Không ghi được: cấp quyền cho người dùng này hoặc đặt REGISTRY_DATA_FOLDER.",
            "It cannot be written: give this user the right to it, or set REGISTRY_DATA_FOLDER.",
        )
        return Finding(State.FAULT, what, found, to_do)
    if free < _DISK_GIB:
        to_do = ("Hãy giải phóng dung lượng đĩa.", "Free some space on this disk.")
        return Finding(State.DOUBTFUL, what, found, to_do)
    return Finding(State.GOOD, what, found)


def sessions(settings: Settings) -> Finding:
    """Whether sessions are protected as the address demands."""
    what = ("Phiên đăng nhập", "Sessions")
    if settings.base_url.startswith("https://") and not settings.secure_cookies:
        found = ("địa chỉ HTTPS nhưng cookie chưa giới hạn ở HTTPS", "an HTTPS address, but cookies travel without it")
        return Finding(
            State.DOUBTFUL, what, found, ("Đặt REGISTRY_SECURE_COOKIES=true.", "Set REGISTRY_SECURE_COOKIES=true.")
        )
    kept = ("khoá ký lấy từ REGISTRY_SECRET", "signed with REGISTRY_SECRET")
    made = ("khoá ký tự tạo, giữ trong thư mục dữ liệu", "signed with a secret of their own, kept in the data folder")
    return Finding(State.GOOD, what, kept if settings.secret else made)


def fonts() -> Finding:
    """Whether a PDF gets every Vietnamese letter."""
    what = ("Phông chữ của PDF", "Fonts of the PDF")
    try:
        page = typst.compile(f'#set text(lang: "vi")\n{_LETTERS}'.encode(), format="pdf")
    except (typst.TypstError, RuntimeError) as error:
        to_do = ("Hãy cài lại gói typst.", "Install the package typst again.")
        return Finding(State.FAULT, what, (str(error), str(error)), to_do)
    size = len(page) if isinstance(page, bytes) else 0
    return good(what, f"typst {importlib.metadata.version('typst')} · {size // 1024} KiB")


def model(settings: Settings) -> Finding:
    """The language model of the feature `embedding`, where one is set: whether it can be used, and how fast."""
    what = ("Mô hình ngôn ngữ", "Language model")
    if settings.embedding_model is None:
        return Finding(
            State.GOOD, what, ("tắt (không đặt REGISTRY_EMBEDDING_MODEL)", "off (no REGISTRY_EMBEDDING_MODEL)")
        )
    try:
        opened = embedding.opened(settings.embedding_model)
    except ModelRefused as error:
        return Finding(State.FAULT, what, (error.vi, error.en))
    began = time.perf_counter()
    opened.works([f"{number} {_ABSTRACT}" for number in range(_TEXTS)])
    speed = _TEXTS / (time.perf_counter() - began)
    told = f"SHA-256 {opened.digest[:16]} · {opened.width}"
    return Finding(
        State.GOOD,
        what,
        (f"{told} số mỗi văn bản · {speed:.1f} văn bản/giây", f"{told} numbers a text · {speed:.1f} texts/s"),
    )


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    folder = folder.resolve()
    return next(path for path in (folder, *folder.parents) if path.exists())


def _available_gib() -> float | None:
    """What Linux says is available, else what is free of the pages of memory."""
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        lines = dict(line.split(":", 1) for line in meminfo.read_text(encoding="ascii").splitlines() if ":" in line)
        if "MemAvailable" in lines:
            return int(lines["MemAvailable"].split()[0]) * 1024 / _GIB
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / _GIB
    except (AttributeError, ValueError, OSError):
        return None
