"""What people write about their work: titles and summaries in both languages, out of their topics."""

from functools import cache
from typing import NamedTuple

from registry.generator.chance import Stream, happens, pick, some
from registry.generator.lives import Interest
from registry.generator.material import Subject, Topic, careers, frames, patterns, phrases, table
from registry.generator.phrases import Pattern, Phrase, Words, fill, joined, pattern, words


class Text(NamedTuple):
    """A title with its summary."""

    title: Phrase
    summary: Phrase


class Programmes(NamedTuple):
    """The sentences in which led programmes are told, and the names of what they belong to."""

    titles: tuple[Pattern, ...]
    summaries: tuple[Pattern, ...]
    ends: tuple[Pattern, ...]
    levels_home: tuple[Phrase, ...]
    levels_abroad: tuple[Phrase, ...]


class Sayings(NamedTuple):
    """The other sentences of a profile."""

    inventions: tuple[Pattern, ...]
    invention: Pattern
    product: Pattern
    awards: tuple[Pattern, ...]
    headlines: tuple[Pattern, ...]
    availability: tuple[Pattern, ...]


def work(numbers: Stream, interest: Interest) -> Text:
    """A scientific work: a title, and two to four sentences that say what was done and what came out."""
    subject = _subject(numbers, interest)
    filling, frame = _vocabulary(numbers, interest, subject), frames()[interest.speciality.kind]
    told = [fill(pick(numbers, frame.openings), filling, numbers)]
    if happens(numbers, 0.6):
        told.append(fill(pick(numbers, frame.details), filling, numbers))
    told.append(fill(pick(numbers, subject.results), filling, numbers))
    if happens(numbers, 0.55):
        told.append(fill(pick(numbers, frame.closings), filling, numbers))
    return Text(fill(pick(numbers, frame.titles), filling, numbers), joined(told))


def programme(numbers: Stream, interest: Interest) -> Text:
    """A programme: what it is for and what it leaves behind."""
    filling, forms = vocabulary(numbers, interest), programmes()
    told = [pick(numbers, forms.summaries), pick(numbers, forms.ends)]
    return Text(
        fill(pick(numbers, forms.titles), filling, numbers), joined([fill(each, filling, numbers) for each in told])
    )


def invention(numbers: Stream, interest: Interest) -> Text:
    """An invention by what it does."""
    filling, forms = vocabulary(numbers, interest), sayings()
    return Text(fill(pick(numbers, forms.inventions), filling, numbers), fill(forms.invention, filling, numbers))


def product(numbers: Stream, interest: Interest) -> Text:
    """A product of the speciality and who uses it."""
    title = pick(numbers, interest.speciality.products)
    return Text(title, fill(sayings().product, vocabulary(numbers, interest), numbers))


def award(numbers: Stream, interest: Interest, *, home: bool) -> Phrase:
    """An award that no real body gives; the last one of the list is of a province, for those who live there."""
    awards = sayings().awards
    return fill(pick(numbers, awards if home else awards[:-1]), words(topic=topic_of(interest).name), numbers)


def headline(numbers: Stream, interest: Interest) -> Phrase:
    """One line that says what somebody works on."""
    return fill(pick(numbers, sayings().headlines), vocabulary(numbers, interest), numbers)


def vocabulary(numbers: Stream, interest: Interest) -> Words:
    """What fills the places of a sentence: one subject of the interest, two methods that suit it, and a setting."""
    return _vocabulary(numbers, interest, _subject(numbers, interest))


def _subject(numbers: Stream, interest: Interest) -> Subject:
    return topic_of(interest).subjects[pick(numbers, interest.subjects)]


def _vocabulary(numbers: Stream, interest: Interest, subject: Subject) -> Words:
    topic = topic_of(interest)
    method, other = some(numbers, subject.methods, 2)
    setting = pick(numbers, pick(numbers, interest.speciality.settings))
    return words(
        topic=topic.name,
        object=subject.name,
        method=method,
        other=other,
        use=pick(numbers, topic.uses),
        setting=setting,
    )


def topic_of(interest: Interest) -> Topic:
    """The topic that an interest names."""
    return interest.speciality.topics[interest.topic]


@cache
def programmes() -> Programmes:
    """The sentences of programmes, read once."""
    file = table(careers()["programmes"])
    return Programmes(
        patterns(file["titles"]),
        patterns(file["summaries"]),
        patterns(file["ends"]),
        phrases(file["levels_home"]),
        phrases(file["levels_abroad"]),
    )


@cache
def sayings() -> Sayings:
    """The other sentences, read once."""
    file = careers()
    return Sayings(
        patterns(file["inventions"]),
        pattern(str(file["invention_summary"])),
        pattern(str(file["product_summary"])),
        patterns(file["awards"]),
        patterns(file["headlines"]),
        patterns(file["availability"]),
    )
