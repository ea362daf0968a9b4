"""The audit chain: a change anywhere is found where it was made."""

from hypothesis import given
from hypothesis import strategies as st

from graph.chain import START, Break, hash_of, verify

_TEXT = st.text(max_size=20)


@st.composite
def _chains(draw: st.DrawFn) -> list[dict[str, object]]:
    events: list[dict[str, object]] = []
    previous = START
    for seq in range(1, draw(st.integers(1, 8)) + 1):
        event: dict[str, object] = {"seq": seq, "at": "2026", "actor": draw(_TEXT), "tag": draw(_TEXT), "detail": "{}"}
        event |= {"previous": previous, "hash": hash_of(event, previous)}
        previous = str(event["hash"])
        events.append(event)
    return events


def _verify(events: list[dict[str, object]], whole: list[dict[str, object]]) -> Break | None:
    return verify(events, head_seq=len(whole), head_hash=str(whole[-1]["hash"])).broken


@given(_chains())
def test_an_untouched_chain_is_whole(events: list[dict[str, object]]) -> None:
    assert _verify(events, events) is None


@given(_chains(), st.data())
def test_an_altered_event_is_named(events: list[dict[str, object]], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(events) - 1))
    forged = [dict(event) for event in events]
    forged[position]["actor"] = f"{forged[position]['actor']}!"
    assert _verify(forged, events) == Break(position + 1, "altered")


@given(_chains(), st.data())
def test_a_removed_event_is_named(events: list[dict[str, object]], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(events) - 1))
    left = [event for event in events if event["seq"] != position + 1]
    assert _verify(left, events) == Break(position + 1, "missing")


@given(_chains(), st.data())
def test_an_event_that_was_rewritten_with_its_hash_breaks_the_next_link(
    events: list[dict[str, object]], data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(events) - 1))
    forged = [dict(event) for event in events]
    forged[position]["tag"] = f"{forged[position]['tag']}!"
    forged[position]["hash"] = hash_of(forged[position], str(forged[position]["previous"]))
    last = position == len(events) - 1
    assert _verify(forged, events) == (Break(position + 1, "head") if last else Break(position + 2, "unlinked"))


@given(_chains())
def test_an_added_event_is_named(events: list[dict[str, object]]) -> None:
    extra: dict[str, object] = {"seq": len(events) + 1, "previous": events[-1]["hash"]}
    extra["hash"] = hash_of(extra, str(extra["previous"]))
    assert _verify([*events, extra], events) == Break(len(events) + 1, "head")
