"""The index on disk: it comes back as it was, or is refused with a sentence."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Evidence, Kind, PeopleIndex, Profile, exact, kernel, packing, postings, prepare, scanning, segments
from matching.storing import FILE, SnapshotRefused, drop, load, save, seq_of

TODAY = date(2026, 11, 1)


@pytest.fixture(params=["packed", "as they come"])
def _size(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let few people be packed as many are, too."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "packed":
            patch.setattr(segments, "FEW", 0)
        yield


def person(id: str, *texts: str, tags: frozenset[str] = frozenset()) -> Profile:
    evidence = tuple(
        Evidence(f"{id}-{n}", Kind.LED, text, on=date(2020, 1, 1 + n), institution=f"Viện {id[0]} / Institute {id[0]}")
        for n, text in enumerate(texts)
    )
    return Profile(id, evidence, tags)


def people() -> list[Profile]:
    topics = ["điện gió ngoài khơi", "lưới điện thông minh", "chip bán dẫn", "machine learning", "power grid safety"]
    return [
        person(f"p{n:03}", topics[n % 5], f"{topics[n % 3]} topic{n}", tags=frozenset({f"country:{'VF'[n % 2]}"}))
        for n in range(120)
    ] + [person("nothing")]


def answers(index: PeopleIndex) -> list[object]:
    texts = ["lưới điện", "luoi dien", "chip topic7", "safety grid", "new word"]
    found: list[object] = [index.search(text, k=9) for text in texts]
    found += [index.search(text, k=9, where=[{"country:V"}]) for text in texts]
    found += [index.rank(text, k=9, on=TODAY) for text in texts]
    return [*found, len(index), index.without_evidence(), index.matching([{"country:F"}])]


@pytest.mark.usefixtures("_size")
def test_a_stored_index_comes_back_as_it_was_and_goes_on_changing(tmp_path: Path) -> None:
    index = PeopleIndex().fit(people())
    save(index, tmp_path, seq=7, of="here")
    again, seq = load(tmp_path, of="here")
    assert (seq, seq_of(tmp_path)) == (7, 7)
    assert again.get_params() == index.get_params()
    assert answers(again) == answers(index)
    for one in (index, again):
        one.put(person("new", "new word grid")).remove("p003")
    assert answers(again) == answers(index)
    assert answers(again.compact()) == answers(index.compact())


@pytest.mark.usefixtures("_size")
def test_an_index_built_or_loaded_is_searched_by_what_was_compiled_before(tmp_path: Path) -> None:
    prepare()
    loops = [vars(kernel)["nearest"], vars(kernel)["leading"], vars(exact)["scores"]]
    loops += [vars(packing)["_fill"], vars(postings)["_summed"]]
    loops += [vars(scanning)[name] for name in ("marks", "named", "scan")]
    index = PeopleIndex().fit(people())
    save(index, tmp_path, seq=1)
    for one in (index, load(tmp_path)[0]):
        one.search("lưới điện", k=9, where=[{"country:V"}])
        one.put(person("new", "lưới điện")).search("lưới điện", k=9)
    assert [len(loop.signatures) for loop in loops] == [1] * len(loops)


@pytest.mark.usefixtures("_size")
def test_what_was_removed_is_not_in_the_file(tmp_path: Path) -> None:
    index = PeopleIndex(compact_share=10).fit(people())
    index.put(person("secret-person", "grid")).remove("secret-person", "p001").put(person("p002", "quantum"))
    save(index, tmp_path, seq=1)
    written = (tmp_path / FILE).read_bytes()
    assert b"secret-person" not in written
    assert b'"p001"' not in written
    assert answers(load(tmp_path)[0]) == answers(index.compact())


def test_the_file_is_readable_by_its_owner_only_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    save(PeopleIndex().fit(people()), folder, seq=1)
    save(PeopleIndex().fit([]), folder, seq=2)
    assert [path.name for path in folder.iterdir()] == [FILE]
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(load(folder)[0]) == 0


@pytest.mark.usefixtures("_size")
def test_an_index_loaded_stays_whole_when_the_file_is_replaced_or_dropped(tmp_path: Path) -> None:
    save(PeopleIndex().fit(people()), tmp_path, seq=1)
    index, _ = load(tmp_path)
    before = answers(index)
    save(PeopleIndex().fit([person("a", "grid")]), tmp_path, seq=2)
    drop(tmp_path)
    drop(tmp_path)
    assert answers(index) == before
    with pytest.raises(SnapshotRefused, match="There is no stored index"):
        load(tmp_path)


def test_an_index_of_other_data_or_by_other_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(PeopleIndex().fit(people()), tmp_path, seq=1, of="one database")
    with pytest.raises(SnapshotRefused, match="another version, or of other data"):
        load(tmp_path, of="another database")
    monkeypatch.setattr("matching.storing.code", lambda: "newer")
    with pytest.raises(SnapshotRefused, match="another version, or of other data"):
        load(tmp_path, of="one database")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("written")
    save(PeopleIndex().fit(people()), folder, seq=1)
    return (folder / FILE).read_bytes()


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_a_truncated_file_is_refused(
    written: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    (folder / FILE).write_bytes(written[: data.draw(st.integers(0, len(written.rstrip(b" ")) - 1))])
    with pytest.raises(SnapshotRefused, match=r"\.$"):
        load(folder)


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_a_flipped_bit_is_refused_or_changes_nothing(
    written: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The bytes between the arrays are the only ones that nothing reads."""
    folder = tmp_path_factory.mktemp("flipped")
    place, bit = data.draw(st.integers(0, len(written) - 1)), data.draw(st.integers(0, 7))
    damaged = bytearray(written)
    damaged[place] ^= 1 << bit
    (folder / FILE).write_bytes(damaged)
    if written[place : place + 1] == b" ":
        with suppress(SnapshotRefused):
            assert answers(load(folder)[0]) == answers(PeopleIndex().fit(people()))
    else:
        with pytest.raises(SnapshotRefused, match=r"\.$"):
            load(folder)
