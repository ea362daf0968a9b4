"""The decision memo as a paper in one of the two languages, typeset by typst, with the hash of what it says."""

import json
from datetime import UTC, datetime, tzinfo
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

import typst
from starlette.requests import Request
from starlette.responses import Response

from api import memo_result, memo_sections
from api.language import date_text, translations, zone_of
from registry.lists import Language
from registry.models.memos import Memo, SealedMemo

_HASH_GROUP: Final = 8
_VIET_NAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def memo(sealed: SealedMemo, language: Language, *, zone: tzinfo = _VIET_NAM) -> bytes:
    """The memo as PDF/UA-1 on A4; the same memo gives the same bytes, and both languages carry the same hash."""
    made = typst.compile(
        files("api").joinpath("memo_template.typ").read_bytes(),
        format="pdf",
        sys_inputs={"memo": json.dumps(content_of(sealed, language, zone=zone), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=int(datetime.fromisoformat(sealed.memo.on).replace(tzinfo=UTC).timestamp()),
    )
    return bytes(made)


def response(request: Request, sealed: SealedMemo, language: Language) -> Response:
    """The paper to be kept; the name of the file holds no name of a person, because such names travel."""
    word = "phieu-trinh" if language == "vi" else "decision-memo"
    name = f"{word}-{sealed.memo.case_id}-{sealed.memo.on}.pdf"
    return Response(
        memo(sealed, language, zone=zone_of(request)),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def content_of(sealed: SealedMemo, language: Language, *, zone: tzinfo = _VIET_NAM) -> dict[str, object]:
    """Everything that the paper says, as `memo_template.typ` takes it."""
    _ = translations(language).gettext
    made, hash = sealed.memo, sealed.sha256
    return {
        "language": language,
        "title": _("Decision memo"),
        "subtitle": made.subject.role_title.in_(language),
        "short": _("as of %(day)s") % {"day": date_text(made.on, language)},
        "body": _("National register of talent and experts"),
        "generated": _("Simulated data.") if made.generated else None,
        "about": memo_sections.about(made, language),
        "standing": _standing(made, language),
        "sections": memo_sections.sections(made, language, zone=zone),
        "hash": hash,
        "parted": " ".join(hash[place : place + _HASH_GROUP] for place in range(0, len(hash), _HASH_GROUP)),
        "origin": _origin(made, language),
        "words": _words(language),
    }


def _standing(made: Memo, language: Language) -> str:
    """Whether and how it was decided, and whether a human is to look again."""
    _ = translations(language).gettext
    said = [_result(made, language)]
    waiting = [review.due for review in made.reviews if review.answered_at is None]
    if waiting:
        due = date_text(waiting[-1], language)
        said.append(
            _("A human review of the result was asked for, with %(day)s as its own target, not law.") % {"day": due}
        )
    return " ".join(said)


def _result(made: Memo, language: Language) -> str:
    _ = translations(language).gettext
    if not made.decisions:
        basis = _("This paper sets out what a decision would rest on.") if made.subject.closed_on is None else ""
        return " ".join(part for part in (memo_result.undecided(made, language), basis) if part)
    newest = made.decisions[-1]
    if newest.sent_back:
        return _("The decision of %(day)s stands no more: a human looked again, and nothing is decided anew yet.") % {
            "day": date_text(newest.on, language)
        }
    result = _("chosen") if newest.chosen else _("not chosen")
    return _("Decision of %(day)s on record: %(result)s. Competent office: %(office)s.") % {
        "day": date_text(newest.on, language),
        "office": newest.office.in_(language),
        "result": result,
    }


def _origin(made: Memo, language: Language) -> list[tuple[str, str]]:
    _ = translations(language).gettext
    rules = _("edition %(number)s, %(digest)s") % {"number": made.rules.number, "digest": made.rules.digest}
    readers = {
        "institute": _("the institute"),
        "committee": _("the steering committee"),
        "administrator": _("an administrator"),
    }
    return [
        (_("Case file"), _("%(id)s, version %(version)s") % {"id": made.case_id, "version": made.case_version}),
        (_("Rules"), rules),
        (_("Made for"), readers[made.reader]),
    ]


def _words(language: Language) -> dict[str, str]:
    _ = translations(language).gettext
    return {
        "author": _("National register of talent and experts"),
        "page": _("Page"),
        "generated": _("People, institutes and missions marked so were made up for demonstration and do not exist."),
        "seal": _("Hash of this memo"),
        "sealed": _(
            "SHA-256 over the canonical JSON (RFC 8785) of the memo. The register gives the same JSON with the same "
            "hash; if a decision, a reason or a rule changes, the hash changes."
        ),
    }
