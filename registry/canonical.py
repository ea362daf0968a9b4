"""The canonical JSON of RFC 8785, by the quick encoder where that writes the same bytes."""

from functools import lru_cache

import orjson
import rfc8785

# Whole numbers up to here are the same to every reader of JSON.
_EXACT = 2**53
_AS_THEY_ARE = frozenset({str, bool, type(None)})


class _NotPlain(Exception):
    """There is a number or a key in it that the quick encoder writes otherwise."""


def canonical(content: object) -> bytes:
    """The bytes that RFC 8785 prescribes for a value of JSON, several times as fast as its reference implementation.

    The quick encoder differs in how it writes whole, very large and very small floating-point numbers and in the order
    of keys beyond the basic plane: whole ones are handed to it as integers, the rest goes the slow way.

    Raises:
        rfc8785.CanonicalizationError: a value has no canonical form (NaN, a number beyond 2^53, text that is no
            Unicode).
    """
    try:
        return orjson.dumps(_plain(content), option=orjson.OPT_SORT_KEYS)
    except (_NotPlain, orjson.JSONEncodeError):
        return rfc8785.dumps(content)  # type: ignore[arg-type]


def _plain(value: object) -> object:
    """The value with whole numbers as integers; texts, which are most of it, are not looked at one by one."""
    if isinstance(value, dict):
        if not all(map(_is_plain_key, value)):
            raise _NotPlain
        return {key: each if type(each) in _AS_THEY_ARE else _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [each if type(each) in _AS_THEY_ARE else _plain(each) for each in value]
    if isinstance(value, (str, bool)) or value is None:
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    raise _NotPlain


@lru_cache(maxsize=4096)
def _is_plain_key(key: object) -> bool:
    return isinstance(key, str) and key.isascii()


def _number(value: float) -> float:
    if -_EXACT < value < _EXACT and value == int(value):
        return int(value)
    if isinstance(value, float) and 1e-4 < abs(value) < 1e15:
        return value
    raise _NotPlain
