"""Why an engine cannot serve: a stable code and a sentence in Vietnamese and in English, each with what to do."""

import errno
import re

_EXTERNAL_VI = "Hoặc đặt REGISTRY_GRAPH_URI trỏ tới một máy chủ Neo4j."
_EXTERNAL_EN = "Or set REGISTRY_GRAPH_URI to the address of a Neo4j server."

# code: (Vietnamese, English)
MESSAGES: dict[str, tuple[str, str]] = {
    "engine_platform_unsupported": (
        "Bộ máy đồ thị đi kèm không chạy trên {platform}. Hãy đặt REGISTRY_GRAPH_URI trỏ tới một máy chủ Neo4j.",
        "The graph engine that comes along does not run on {platform}. "
        "Set REGISTRY_GRAPH_URI to the address of a Neo4j server.",
    ),
    "engine_not_installed": (
        "Không tìm thấy bộ máy đồ thị đi kèm (gói arcadedb-embedded) cho {platform}. Gói này có sẵn cho Linux x86-64 "
        "(glibc 2.34 trở lên) và macOS arm64: hãy cài đặt lại. " + _EXTERNAL_VI,
        "There is no graph engine here (the package arcadedb-embedded) for {platform}. It exists for Linux x86-64 "
        "(glibc 2.34 or later) and macOS arm64: install it again. " + _EXTERNAL_EN,
    ),
    "engine_heap_invalid": (
        "Dung lượng bộ nhớ “{heap}” cho bộ máy đồ thị không hợp lệ. Hãy viết một số kèm m hoặc g, ví dụ 512m hoặc 2g.",
        "“{heap}” is not an amount of memory for the graph engine. Write a number with m or g, such as 512m or 2g.",
    ),
    "engine_out_of_memory": (
        "Bộ máy đồ thị không có đủ bộ nhớ với mức {heap}. Hãy giải phóng bộ nhớ của máy hoặc chọn mức khác, "
        "ví dụ 512m cho mạng lưới nhỏ, 2g cho một triệu chuyên gia. " + _EXTERNAL_VI,
        "The graph engine has not enough memory with {heap}. Free memory on this machine or choose another amount, "
        "such as 512m for a small network or 2g for a million experts. " + _EXTERNAL_EN,
    ),
    "engine_disk_full": (
        "Đĩa chứa thư mục dữ liệu {folder} đã đầy. Hãy giải phóng dung lượng rồi khởi động lại; "
        "dữ liệu đã ghi vẫn còn.",
        "The disk that holds the data folder {folder} is full. Free some space and start again; "
        "what was saved is safe.",
    ),
    "engine_folder_not_writable": (
        "Không ghi được vào thư mục dữ liệu {folder} ({reason}). Hãy chọn thư mục khác "
        "hoặc cấp quyền cho người dùng này.",
        "The data folder {folder} cannot be written ({reason}). Choose another folder "
        "or give this user the right to it.",
    ),
    "engine_folder_in_use": (
        "Một chương trình khác đang mở cơ sở dữ liệu trong {folder}. Hãy dừng chương trình đó rồi khởi động lại.",
        "Another program has the database in {folder} open. Stop that program and start again.",
    ),
    "engine_ports_taken": (
        "Bộ máy đồ thị không tìm được cổng mạng còn trống trên 127.0.0.1 sau {tries} lần thử. Hãy thử lại; "
        "nếu vẫn lỗi, hãy xem chương trình nào đang chiếm các cổng.",
        "The graph engine found no free port on 127.0.0.1 in {tries} tries. Try again; if it happens again, "
        "see which program takes the ports.",
    ),
    "engine_exited": (
        "Bộ máy đồ thị đã dừng ngay khi khởi động. Dòng cuối có nghĩa trong nhật ký: “{line}”. Xem thêm {log}.",
        "The graph engine ended while starting. The last line of its log that says something: “{line}”. See {log}.",
    ),
    "engine_start_timeout": (
        "Bộ máy đồ thị chưa trả lời sau {seconds:g} giây. Dòng cuối trong nhật ký: “{line}”. Máy có thể quá tải hoặc "
        "đang khôi phục nhiều dữ liệu: hãy thử lại với thời hạn dài hơn. Xem thêm {log}.",
        "The graph engine did not answer within {seconds:g} seconds. The last line of its log: “{line}”. The machine "
        "may be overloaded or recovering much data: try again with a longer limit. See {log}.",
    ),
    "engine_not_answering": (
        "Một bộ máy đồ thị đang giữ thư mục {folder} nhưng không trả lời sau {seconds:g} giây "
        "(tiến trình {processes}). Hãy dừng các chương trình đang dùng thư mục này rồi khởi động lại.",
        "A graph engine holds the folder {folder} but did not answer within {seconds:g} seconds "
        "(processes {processes}). Stop the programs that use this folder and start again.",
    ),
    "engine_not_stopped": (
        "Bộ máy đồ thị trong {folder} chưa dừng hẳn. Dữ liệu đã ghi vẫn an toàn; hãy kiểm tra tiến trình java còn lại.",
        "The graph engine in {folder} has not ended. What was saved is safe; look for the java process that is left.",
    ),
    "engine_password_damaged": (
        "Mật khẩu của bộ máy đồ thị trong {folder} bị mất hoặc hỏng. Hãy khôi phục tệp “password” từ bản sao lưu; "
        "nếu không có, hãy dừng mọi chương trình đang dùng thư mục này, xoá “password” và “config/server-users.jsonl”, "
        "rồi khởi động lại để tạo mật khẩu mới. Dữ liệu không bị ảnh hưởng.",
        "The password of the graph engine in {folder} is missing or damaged. Restore the file “password” "
        "from a backup; without one, stop every program that uses this folder, delete “password” and "
        "“config/server-users.jsonl”, and start again: a new one is made. The data is not touched.",
    ),
}

# What the engine and its Java runtime print, and what it means. The first that is found counts.
_SIGNS = (
    ("engine_disk_full", r"No space left on device|Disk quota exceeded"),
    (
        "engine_out_of_memory",
        r"Could not reserve enough space|OutOfMemoryError|insufficient memory|[Cc]annot allocate memory"
        r"|exceeds the maximum representable size|Too small maximum heap|Invalid maximum heap size",
    ),
    ("engine_folder_in_use", r"is locked by another process"),
    ("engine_folder_not_writable", r"Permission denied|AccessDeniedException|Read-only file system"),
)
_NOISE = re.compile(r"^\s+at |^\s*\.\.\. \d+ more|^\s*$|shutdown signal|Shutting down|Server is down|^- Stop|plugin$")


class EngineFailed(Exception):
    """No engine serves the data folder; code is stable, vi and en say why and what to do."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        """Keep the code and both sentences; the English one is the text of the exception."""
        super().__init__(en)
        self.code, self.vi, self.en = code, vi, en

    @classmethod
    def because(cls, code: str, **facts: object) -> "EngineFailed":
        """Fill the sentences of a code with its facts."""
        vi, en = MESSAGES[code]
        return cls(code, vi.format(**facts), en.format(**facts))

    def __reduce__(self) -> tuple[type["EngineFailed"], tuple[str, str, str]]:
        """Let the failure cross to another process whole."""
        return EngineFailed, (self.code, self.vi, self.en)


def of_folder(error: OSError, folder: object) -> EngineFailed:
    """Explain why a file in the data folder could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EngineFailed.because("engine_disk_full", folder=folder)
    return EngineFailed.because("engine_folder_not_writable", folder=folder, reason=error.strerror or error)


def of_log(said: str, **facts: object) -> EngineFailed:
    """Explain why an engine ended, from what it printed; facts: folder, heap, log."""
    line = last_line(said)
    code = next((code for code, sign in _SIGNS if re.search(sign, said)), "engine_exited")
    return EngineFailed.because(code, line=line, reason=line, **facts)


def last_line(said: str) -> str:
    """Return the last line that tells the reader something: not a frame of a stack trace, not the farewell."""
    lines = [line.strip() for line in said.splitlines() if not _NOISE.search(line)]
    return lines[-1][:300] if lines else "-"
