"""The index while several threads read it and one writes."""

import threading

from matching import Evidence, Kind, PeopleIndex, Profile


def person(id: str, *texts: str) -> Profile:
    return Profile(id, tuple(Evidence(f"{id}-{n}", Kind.LED, text) for n, text in enumerate(texts)))


def test_readers_see_whole_states_while_a_writer_changes_people() -> None:
    """Whoever is replaced again and again has the word alpha or the word beta, never both and never neither."""
    index = PeopleIndex().fit([person(f"p{n:03}", "grid", f"topic{n}") for n in range(100)] + [person("x", "alpha")])
    done = threading.Event()
    wrong: list[str] = []

    def ask() -> None:
        while not done.is_set():
            hits = [hit.id for hit in index.search("alpha beta", k=5)]
            if hits != ["x"] or len(index.search("grid", k=500)) < 100:
                wrong.append(str(hits))
                return

    readers = [threading.Thread(target=ask) for _ in range(4)]
    for reader in readers:
        reader.start()
    for n in range(200):
        index.put(person("x", "beta" if n % 2 else "alpha"), person(f"new{n:03}", "grid", f"strange{n}"))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(index) == 301


def test_two_writers_lose_no_change() -> None:
    index = PeopleIndex().fit([])

    def write(letter: str) -> None:
        for n in range(60):
            index.put(person(f"{letter}{n:02}", f"grid {letter}{n}"))

    writers = [threading.Thread(target=write, args=(letter,)) for letter in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(index) == 180
    assert len(index.search("grid", k=999)) == 180
