"""The forward pass of a BERT-like encoder over numpy arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

Float32s = NDArray[np.float32]
Ints = NDArray[np.int64]

OFFSET_TYPES = frozenset({"roberta", "xlm-roberta", "camembert"})
"""Kinds of models whose positions are counted from behind the number of the padding."""
TYPES = OFFSET_TYPES | {"bert"}
_PREFIXES = ("", "bert.", "roberta.")
_HALF = np.float32(0.5)
_ROOT_OF_TWO = np.float32(np.sqrt(2))


class Linear(NamedTuple):
    """A matrix, by columns of what comes out, and what is added."""

    weight: Float32s
    bias: Float32s

    def __call__(self, values: Float32s) -> Float32s:
        return np.asarray(values @ self.weight + self.bias)


class Norm(NamedTuple):
    """Brings each row to mean 0 and spread 1, then scales and shifts it."""

    weight: Float32s
    bias: Float32s
    epsilon: float

    def __call__(self, values: Float32s) -> Float32s:
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + np.float32(self.epsilon))
        return np.asarray(centred / spread * self.weight + self.bias)


class Layer(NamedTuple):
    """One layer: attention, then two matrices with a bend between them, each added to what came in."""

    query_key_value: Linear
    attended: Linear
    attention_norm: Norm
    wider: Linear
    narrower: Linear
    norm: Norm


@dataclass(frozen=True, slots=True)
class Transformer:
    """A BERT-like encoder: numbers of tokens in, a vector for each token out."""

    words: Float32s
    positions: Float32s
    kind: Float32s
    norm: Norm
    layers: tuple[Layer, ...]
    heads: int
    first_position: int

    @classmethod
    def of(cls, tensors: Mapping[str, Float32s], config: Mapping[str, object]) -> "Transformer":
        """Put the tensors of a model together as its configuration says, by the names that PyTorch gives them.

        Raises KeyError where a tensor or a number is missing, ValueError where the model is of another kind.
        """
        kind, bend = str(config["model_type"]), config.get("hidden_act", "gelu")
        if kind not in TYPES or bend != "gelu" or config.get("position_embedding_type", "absolute") != "absolute":
            raise ValueError(f"{kind}, {bend}")
        prefix = next((each for each in _PREFIXES if f"{each}embeddings.word_embeddings.weight" in tensors), "")
        told = {name.removeprefix(prefix): np.asarray(tensor, dtype=np.float32) for name, tensor in tensors.items()}
        epsilon = float(str(config.get("layer_norm_eps", 1e-12)))
        number = int(str(config["num_hidden_layers"]))
        return cls(
            told["embeddings.word_embeddings.weight"],
            told["embeddings.position_embeddings.weight"],
            told["embeddings.token_type_embeddings.weight"][0],
            _norm(told, "embeddings.LayerNorm", epsilon),
            tuple(_layer(told, f"encoder.layer.{place}.", epsilon) for place in range(number)),
            int(str(config["num_attention_heads"])),
            int(str(config.get("pad_token_id", 1))) + 1 if kind in OFFSET_TYPES else 0,
        )

    @property
    def longest(self) -> int:
        """How many tokens of a text it can take."""
        return len(self.positions) - self.first_position

    def __call__(self, tokens: Ints, mask: Ints) -> Float32s:
        """Give a vector for each token: (texts, tokens, width), of tokens and their mask (texts, tokens)."""
        places = np.arange(tokens.shape[1]) + self.first_position
        values = self.norm(self.words[tokens] + self.positions[places] + self.kind)
        unseen = np.where(mask == 0, np.float32(-1e9), np.float32(0))[:, None, None, :]
        for layer in self.layers:
            values = layer.attention_norm(values + layer.attended(self._attention(layer, values, unseen)))
            values = layer.norm(values + layer.narrower(_bent(layer.wider(values))))
        return values

    def _attention(self, layer: Layer, values: Float32s, unseen: Float32s) -> Float32s:
        texts, tokens, width = values.shape
        parted = layer.query_key_value(values).reshape(texts, tokens, 3, self.heads, width // self.heads)
        query, key, value = parted.transpose(2, 0, 3, 1, 4)
        scores = query @ key.swapaxes(-1, -2) / np.float32(np.sqrt(width // self.heads)) + unseen
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        return np.asarray((scores @ value).transpose(0, 2, 1, 3).reshape(texts, tokens, width))


def _bent(values: Float32s) -> Float32s:
    """The Gaussian error linear unit of D. Hendrycks and K. Gimpel (2016), exact."""
    bent: Float32s = erf(values / _ROOT_OF_TWO)
    bent += 1
    bent *= values
    bent *= _HALF
    return bent


def _norm(told: Mapping[str, Float32s], name: str, epsilon: float) -> Norm:
    return Norm(told[f"{name}.weight"], told[f"{name}.bias"], epsilon)


def _linear(told: Mapping[str, Float32s], *names: str) -> Linear:
    weight = np.concatenate([told[f"{name}.weight"] for name in names]).T
    return Linear(np.ascontiguousarray(weight), np.concatenate([told[f"{name}.bias"] for name in names]))


def _layer(told: Mapping[str, Float32s], name: str, epsilon: float) -> Layer:
    attention = f"{name}attention."
    return Layer(
        _linear(told, f"{attention}self.query", f"{attention}self.key", f"{attention}self.value"),
        _linear(told, f"{attention}output.dense"),
        _norm(told, f"{attention}output.LayerNorm", epsilon),
        _linear(told, f"{name}intermediate.dense"),
        _linear(told, f"{name}output.dense"),
        _norm(told, f"{name}output.LayerNorm", epsilon),
    )
