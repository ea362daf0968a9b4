"""What limits a team and what would make one possible, said in the words of the form, in the reader's language."""

from collections.abc import Iterator, Mapping

from api.language import number_text, percent_text, translations
from registry import lists
from registry.lists import Language, UnknownCode
from registry.models.teams import LimitChange, LimitKind, Place, Relaxation, Seat, SetLimit, TeamRun


def change(given: LimitChange, seats: Mapping[str, str], language: Language) -> str:
    """A change of a limit as a clause without a capital: “raise the load from 2 to 3 for 4 people”."""
    words = translations(language)
    _ = words.gettext
    levels = {"before": given.before, "after": given.after}
    numbers = {name: number_text(value, language) for name, value in levels.items()}
    match given.limit.kind:
        case LimitKind.LOAD:
            counted = numbers | {"count": number_text(given.people, language)}
            return (
                words.ngettext(
                    "raise the load from %(before)s to %(after)s for %(count)s person",
                    "raise the load from %(before)s to %(after)s for %(count)s people",
                    given.people,
                )
                % counted
            )
        case LimitKind.HOME:
            return _("ask for %(after)s instead of %(before)s living in the country") % numbers
        case LimitKind.OVERSEAS:
            return _("ask for %(after)s instead of %(before)s living abroad") % numbers
        case LimitKind.FLOOR:
            shares = {name: percent_text(value / 100, language) for name, value in levels.items()}
            return _("lower the least coverage from %(before)s to %(after)s") % shares
        case LimitKind.LANGUAGE:
            return _("do without a member who speaks %(language)s") % {"language": _spoken(given.limit.of, language)}
        case LimitKind.LED:
            return _("do without a member who has led before")
        case _:
            return _("leave the role “%(role)s” out of the team") % {"role": seats.get(given.limit.of, given.limit.of)}


def relaxation(given: Relaxation, seats: Mapping[str, str], language: Language) -> str:
    """All changes of a proposal as one sentence, without its full stop."""
    _ = translations(language).gettext
    clauses = [change(each, seats, language) for each in given.changes]
    joined = clauses[0] if len(clauses) == 1 else _("%(first)s, and %(last)s") % {
        "first": ", ".join(clauses[:-1]),
        "last": clauses[-1],
    }  # fmt: skip
    return joined[0].upper() + joined[1:]


def limit(given: SetLimit, run: TeamRun, language: Language) -> str:
    """A limit of a run as a clause without a capital."""
    _ = translations(language).gettext
    asked, titles = run.limits, titles_of(run, language)
    said = {
        LimitKind.LAW: _("what the law asks of whoever takes a role"),
        LimitKind.CONFLICTS: _("that nobody with a conflict of interest, or of whom that is not known, is chosen"),
        LimitKind.LOAD: _("that nobody leads more than %(count)s things, this mission included")
        % {"count": number_text(asked.most_load, language)},
        LimitKind.HOME: _("that %(count)s or more of the team live in the country")
        % {"count": number_text(asked.home, language)},
        LimitKind.OVERSEAS: _("that %(count)s or more of the team live abroad")
        % {"count": number_text(asked.overseas, language)},
        LimitKind.LED: _("that a member has led before"),
        LimitKind.FLOOR: _("that every capability is covered to %(count)s at least")
        % {"count": percent_text(asked.floor / 100, language)},
        LimitKind.LANGUAGE: _("that a member speaks %(language)s") % {"language": _spoken(given.of, language)},
        LimitKind.SEAT: _("that the role “%(role)s” is filled") % {"role": titles.get(given.of, given.of)},
    }
    return said[given.kind]


def hindrances(seat: Seat, language: Language) -> list[str]:
    """What keeps people out of a seat, counted; nothing where nothing does."""
    words = translations(language)
    _ = words.gettext
    of = {"all": number_text(seat.candidates, language)}
    said = (
        (seat.barred, _("A legal limit binds for %(count)s of %(all)s.")),
        (seat.kept_out, _("%(count)s of %(all)s have a conflict of interest, or it is not known whether they have.")),
        (seat.overloaded, _("%(count)s of %(all)s lead too much already.")),
    )
    return [text % (of | {"count": number_text(count, language)}) for count, text in said if count]


def removal(place: Place, run: TeamRun, language: Language) -> list[str]:
    """What the team would lose without a person, and who could stand in."""
    return list(_removal(place, run, language))


def _removal(place: Place, run: TeamRun, language: Language) -> Iterator[str]:
    words = translations(language)
    _ = words.gettext
    for fall in place.falls:
        yield _("“%(capability)s” falls from %(before)s to %(after)s.") % {
            "capability": short(run.capabilities[fall.capability].text.in_(language)),
            "before": percent_text(fall.before / 100, language),
            "after": percent_text(fall.after / 100, language),
        }
    if not place.falls:
        yield _("No capability falls: the others cover as much.")
    if not place.stand_ins:
        yield _("Nobody else considered could take this role with the others as they are.")
    else:
        yield words.ngettext(
            "%(count)s other person could take the role; then the weakest capability would be covered to %(after)s.",
            "%(count)s others could take the role; with the best of them the weakest capability would be covered to "
            "%(after)s.",
            place.stand_ins,
        ) % {
            "count": number_text(place.stand_ins, language),
            "after": percent_text((place.then_weakest or 0) / 100, language),
        }


def short(text: str, longest: int = 90) -> str:
    """A text for a table's row: its first line, cut after a word where it is long."""
    line = text.splitlines()[0]
    return line if len(line) <= longest else line[:longest].rpartition(" ")[0].rstrip(",;:. ") + " …"


def titles_of(run: TeamRun, language: Language) -> dict[str, str]:
    """The titles of the roles of a run by their ids."""
    return {seat.role_id: seat.title.in_(language) for seat in run.seats}


def _spoken(code: str, language: Language) -> str:
    try:
        return lists.label(lists.term("languages", code), language)
    except UnknownCode:
        return code
