"""The optional meaning of texts: a sentence-transformers model out of a folder, which gives vectors of length 1.

Its packages (the extra `embedding`) are imported only where a model is loaded.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from matching.transformer import Float32s, Ints, Transformer

ONNX = ("model.onnx", "onnx/model.onnx")
WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"
MODULES = frozenset({"Transformer", "Pooling", "Normalize"})
LONGEST = 512
"""Tokens of a text that are read where the model does not say; what stands behind them counts for nothing."""
BATCH = 4
"""So many texts are read together: what lies between two layers then stays within the processor's cache."""
SETTINGS = (
    "config.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
)

Tokens = Callable[[list[str]], tuple[Ints, Ints]]
Hidden = Callable[[Ints, Ints], Float32s]


class Fault(StrEnum):
    """Why a model cannot be used."""

    NO_PACKAGE = "no_package"
    NO_FOLDER = "no_folder"
    NO_FILE = "no_file"
    DAMAGED = "damaged"
    OTHER_KIND = "other_kind"


class EncoderRefused(ValueError):
    """A model that cannot be used: `fault` says why, `detail` names the package, folder, file or kind."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(f"The model cannot be used ({fault}): {detail}.")
        self.fault = fault
        self.detail = detail


class Encoder(Protocol):
    """Whatever gives texts vectors."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the files of the model, in hexadecimal."""

    @property
    def width(self) -> int:
        """How many numbers a vector has."""

    def works(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Give each text of a work a vector of length 1: (texts, width)."""

    def question(self, text: str) -> Float32s:
        """Give the text of a question a vector of length 1."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory."""

    digest: str
    width: int
    tokens: Tokens
    hidden: Hidden
    first_token_only: bool
    prompts: tuple[str, str]
    """What is put before the text of a question, and before that of a work."""

    def works(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """See `Encoder`. Texts of like length are read together."""
        found = np.zeros((len(texts), self.width), dtype=np.float16)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for begin in range(0, len(order), BATCH):
            places = order[begin : begin + BATCH]
            found[places] = self._read([self.prompts[1] + texts[place] for place in places])
        return found

    def question(self, text: str) -> Float32s:
        """See `Encoder`."""
        return np.asarray(self._read([self.prompts[0] + text])[0])

    def _read(self, texts: list[str]) -> Float32s:
        numbers, mask = self.tokens(texts)
        values = self.hidden(numbers, mask)
        if values.ndim == 3:
            values = values[:, 0] if self.first_token_only else _mean(values, mask)
        return np.asarray(values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-12))


def _mean(values: Float32s, mask: Ints) -> Float32s:
    seen = mask.astype(np.float32)[:, :, None]
    return np.asarray((values * seen).sum(axis=1) / np.maximum(seen.sum(axis=1), 1))


def load(folder: Path) -> Model:
    """Load the model of a folder: `tokenizer.json` and either `model.onnx` or `model.safetensors` with `config.json`.

    Where both are there the first counts. Mean and first-token pooling are known. Of `model.safetensors`, those of
    BERT, RoBERTa and XLM-RoBERTa can be read.

    Raises EncoderRefused where a package, the folder or a file is missing, or a file is damaged or of another kind.
    """
    if not folder.is_dir():
        raise EncoderRefused(Fault.NO_FOLDER, str(folder))
    settings = {name: _json(folder / name) for name in SETTINGS}
    first_token_only = _pooling(settings)
    graph = next((folder / name for name in ONNX if (folder / name).is_file()), None)
    hidden, longest = _onnx(graph) if graph else _safetensors(folder / WEIGHTS, settings["config.json"])
    told = settings["sentence_bert_config.json"].get("max_seq_length")
    longest = min(longest, int(str(told))) if told else longest
    used = [folder / name for name in (*SETTINGS, TOKENIZER)]
    # A large graph keeps its weights in a second file.
    used += [graph, graph.with_name(f"{graph.name}_data")] if graph else [folder / WEIGHTS]
    tokens = _tokenizer(folder / TOKENIZER, longest)
    prompts = cast("Mapping[str, str]", settings["config_sentence_transformers.json"].get("prompts") or {})
    before = prompts.get("query", ""), prompts.get("document", prompts.get("passage", ""))
    model = Model(_digest(folder, used), 0, tokens, hidden, first_token_only, before)
    return Model(model.digest, _tried(model, graph or folder / WEIGHTS), tokens, hidden, first_token_only, before)


def _tried(model: Model, weights: Path) -> int:
    """Read a word by a model that was just loaded, and count the numbers of its vector."""
    try:
        vector = model.question("a")
    except Exception as error:
        # Whatever a damaged file makes of its library, it means that the model cannot be used.
        raise EncoderRefused(Fault.DAMAGED, f"{weights}: {type(error).__name__}") from error
    if vector.ndim != 1 or not np.isfinite(vector).all() or not vector.any():
        raise EncoderRefused(Fault.DAMAGED, str(weights))
    return len(vector)


def _json(path: Path) -> Mapping[str, object]:
    """Read a file of settings, empty where there is none; a list is found under "listed"."""
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise EncoderRefused(Fault.DAMAGED, str(path)) from error
    return told if isinstance(told, dict) else {"listed": told}


def _pooling(settings: Mapping[str, Mapping[str, object]]) -> bool:
    """Tell whether the vector of the first token stands for a text, rather than the mean of all."""
    modules = cast("list[Mapping[str, str]]", settings["modules.json"].get("listed", []))
    kinds = {str(module["type"]).rpartition(".")[2] for module in modules}
    if not kinds <= MODULES:
        raise EncoderRefused(Fault.OTHER_KIND, ", ".join(sorted(kinds - MODULES)))
    told = settings["1_Pooling/config.json"]
    modes = {name for name, chosen in told.items() if name.startswith("pooling_mode_") and chosen is True}
    if modes not in ({"pooling_mode_mean_tokens"}, {"pooling_mode_cls_token"}, set()):
        raise EncoderRefused(Fault.OTHER_KIND, ", ".join(sorted(modes)))
    return modes == {"pooling_mode_cls_token"}


def _library(name: str) -> object:
    try:
        return import_module(name)
    except ImportError as error:
        raise EncoderRefused(Fault.NO_PACKAGE, name) from error


def _found(path: Path) -> str:
    if not path.is_file():
        raise EncoderRefused(Fault.NO_FILE, str(path))
    return str(path)


def _tokenizer(path: Path, longest: int) -> Tokens:
    library = _library("tokenizers")
    try:
        tokenizer = library.Tokenizer.from_file(_found(path))  # type: ignore[attr-defined]
    except EncoderRefused:
        raise
    except Exception as error:
        # The library raises nothing more telling than this.
        raise EncoderRefused(Fault.DAMAGED, str(path)) from error
    tokenizer.enable_truncation(longest)
    tokenizer.no_padding()

    def tokens(texts: list[str]) -> tuple[Ints, Ints]:
        listed = [each.ids for each in tokenizer.encode_batch(texts)]
        mask = np.zeros((len(listed), max(map(len, listed))), dtype=np.int64)
        numbers = np.zeros_like(mask)
        for row, ids in enumerate(listed):
            numbers[row, : len(ids)], mask[row, : len(ids)] = ids, 1
        return numbers, mask

    return tokens


def _safetensors(path: Path, config: Mapping[str, object]) -> tuple[Hidden, int]:
    library = _library("safetensors.numpy")
    try:
        tensors = library.load_file(_found(path))  # type: ignore[attr-defined]
    except EncoderRefused:
        raise
    except Exception as error:
        # A file that is cut off raises an error of the library's own, which has no kind in common with others.
        raise EncoderRefused(Fault.DAMAGED, str(path)) from error
    try:
        made = Transformer.of(tensors, config)
    except ValueError as error:
        raise EncoderRefused(Fault.OTHER_KIND, str(error)) from error
    except KeyError as error:
        raise EncoderRefused(Fault.DAMAGED, f"{path}: {error}") from error
    return made, made.longest


def _onnx(path: Path) -> tuple[Hidden, int]:
    library = _library("onnxruntime")
    try:
        session = library.InferenceSession(str(path), providers=["CPUExecutionProvider"])  # type: ignore[attr-defined]
    except Exception as error:
        # The library's errors have no kind in common but this one.
        raise EncoderRefused(Fault.DAMAGED, str(path)) from error
    wanted = {each.name for each in session.get_inputs()}
    outputs = [each.name for each in session.get_outputs()]
    chosen = "sentence_embedding" if "sentence_embedding" in outputs else outputs[0]

    def hidden(tokens: Ints, mask: Ints) -> Float32s:
        given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        found = session.run([chosen], {name: given[name] for name in wanted})
        return np.asarray(found[0], dtype=np.float32)

    return hidden, LONGEST


def _digest(folder: Path, used: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for path in used:
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()
