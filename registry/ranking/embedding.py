"""The language model of the feature `embedding`: none by default, else the one in the folder that a setting names."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from matching import embedding
from matching.embedding import EncoderRefused, Fault
from matching.remembering import Remembering
from registry.errors import ModelRefused

FEATURE: Final = "embedding"
_FILE: Final = "texts-{digest}.vectors"
_SENTENCES: Final[Mapping[Fault, tuple[str, str]]] = {
    Fault.NO_PACKAGE: (
        'chưa cài gói {detail}; trong thư mục mã nguồn, hãy chạy: pip install -e ".[embedding]"',
        'the package {detail} is not installed; run in the folder of the source: pip install -e ".[embedding]"',
    ),
    Fault.NO_FOLDER: ("không có thư mục {detail}", "there is no folder {detail}"),
    Fault.NO_FILE: ("thiếu tệp {detail}", "the file {detail} is missing"),
    Fault.DAMAGED: (
        "tệp bị hỏng, bị cắt cụt hoặc không đọc được: {detail}",
        "a file is damaged, cut off or cannot be read: {detail}",
    ),
    Fault.OTHER_KIND: (
        "mô hình thuộc loại chưa được hỗ trợ ({detail}); hãy xuất sang model.onnx",
        "the model is of a kind that is not known here ({detail}); export it to model.onnx",
    ),
}


def forget(folder: Path) -> None:
    """Delete what any model read into this folder, also one that is no longer set."""
    for file in folder.glob(_FILE.format(digest="*")):
        file.unlink(missing_ok=True)


def opened(folder: Path, kept: Path | None = None) -> Remembering:
    """The model in a folder; what it reads is kept in the folder `kept` until the index is, so that work goes on.

    Raises:
        ModelRefused: it cannot be used; the sentence says why and what to do.
    """
    try:
        model = embedding.load(folder)
    except EncoderRefused as error:
        vi, en = (sentence.format(detail=error.detail) for sentence in _SENTENCES[error.fault])
        raise ModelRefused(error.fault, vi=vi, en=en) from error
    return Remembering(model, kept / _FILE.format(digest=model.digest[:16]) if kept else None)
