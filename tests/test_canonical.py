"""Canonical JSON: the quick way writes what RFC 8785 prescribes, whatever it is given."""

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from registry.canonical import canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def outcome(of: object, *, quick: bool) -> bytes | type[Exception]:
    try:
        return canonical(of) if quick else rfc8785.dumps(of)  # type: ignore[arg-type]
    except rfc8785.CanonicalizationError as error:
        return type(error)


@given(VALUES)
def test_the_bytes_are_those_of_the_standard(value: object) -> None:
    assert outcome(value, quick=True) == outcome(value, quick=False)


@given(st.floats(1e-7, 1e22) | st.floats(-1e22, -1e-7))
def test_numbers_are_written_as_the_standard_writes_them(number: float) -> None:
    assert outcome([number], quick=True) == outcome([number], quick=False)
