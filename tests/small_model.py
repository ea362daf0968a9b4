"""A small sentence-transformers model with seeded weights, written as the large ones are."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

WORDS = (
    *("wind", "turbine", "offshore", "power", "grid", "battery", "storage", "rice", "delta", "soil"),
    *("bridge", "rail", "steel", "concrete", "vaccine", "virus"),
)
WIDTH, HEADS, LAYERS, TOKENS = 16, 2, 2, 24


def written(folder: Path, *, seed: int = 57, kind: str = "bert") -> Path:
    """Write the model into a folder and give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {word: place for place, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(_tensors(np.random.default_rng(seed), len(vocabulary)), folder / "model.safetensors")
    config = {
        "model_type": kind,
        "hidden_act": "gelu",
        "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
    }
    (folder / "config.json").write_text(json.dumps(config))
    modules = [{"type": f"sentence_transformers.models.{name}"} for name in ("Transformer", "Pooling", "Normalize")]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Pooling").mkdir(exist_ok=True)
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_mean_tokens": True}))
    return folder


def _tensors(drawn: np.random.Generator, words: int) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (words, WIDTH),
        "embeddings.position_embeddings.weight": (TOKENS, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        before = f"encoder.layer.{layer}."
        shapes |= {
            f"{before}attention.{name}.weight": (WIDTH, WIDTH)
            for name in ("self.query", "self.key", "self.value", "output.dense")
        }
        shapes[f"{before}intermediate.dense.weight"] = (2 * WIDTH, WIDTH)
        shapes[f"{before}output.dense.weight"] = (WIDTH, 2 * WIDTH)
        norms += [f"{before}attention.output.LayerNorm", f"{before}output.LayerNorm"]
    shapes |= {
        f"{name.removesuffix('.weight')}.bias": shape[:1]
        for name, shape in shapes.items()
        if "dense" in name or "self" in name
    }
    made = {name: drawn.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
    for name in norms:
        made[f"{name}.weight"], made[f"{name}.bias"] = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    return made


def written_onnx(folder: Path, *, seed: int = 57) -> Path:
    """Write the model's tokenizer and, as its graph, one that looks each token up; give the folder."""
    written(folder, seed=seed)
    (folder / "model.safetensors").unlink()
    table = np.random.default_rng(seed).normal(size=(len(WORDS) + 4, WIDTH)).astype(np.float32)
    rows, columns = table.shape
    held = _number(1, rows) + _number(1, columns) + _number(2, 1) + _bytes(8, b"table") + _bytes(9, table.tobytes())
    node = _bytes(1, b"table") + _bytes(1, b"input_ids") + _bytes(2, b"last_hidden_state") + _bytes(4, b"Gather")
    given = b"".join(_bytes(11, _tensor(name, 7, 2)) for name in (b"input_ids", b"attention_mask"))
    found = _bytes(12, _tensor(b"last_hidden_state", 1, 3))
    graph = _bytes(1, node) + _bytes(2, b"look up") + _bytes(5, held) + given + found
    (folder / "model.onnx").write_bytes(_number(1, 8) + _bytes(7, graph) + _bytes(8, _number(2, 13)))
    return folder


def _tensor(name: bytes, kind: int, dimensions: int) -> bytes:
    """The description of an input or output of a graph, of a kind of number, each dimension by a name."""
    shape = b"".join(_bytes(1, _bytes(2, b"d%d" % place)) for place in range(dimensions))
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    """A field of a protocol buffer that holds a number."""
    written = [field << 3]
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    return bytes([*written, value])


def _bytes(field: int, content: bytes) -> bytes:
    """A field of a protocol buffer that holds text or another message."""
    return bytes([field << 3 | 2]) + _number(0, len(content))[1:] + content
