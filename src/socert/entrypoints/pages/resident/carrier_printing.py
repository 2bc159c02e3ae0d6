"""A sheet as a PDF (A4, typst): what it says travels as data, so that no word of it can be a command."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
import typst

from socert.domain import certificates, people, programmes
from socert.entrypoints.pages.resident.showing import Own
from socert.entrypoints.pages.speaking import Speaker
from socert.values import Text

_TEMPLATE = Path(__file__).parents[1] / "templates" / "resident" / "sheet.typ"
_QUIET_ZONE = 4
_DIGITS_TOGETHER = 4
#: More would need a second page.
_CERTIFICATES_MAX = 4


@dataclass(frozen=True, slots=True)
class Printed:
    """What a sheet opens: certificates in force that are taken with a sheet, with the end of each.

    `is_taken` is False where there are certificates and none is taken so; `has_more` where not all are named.
    """

    certificates: tuple[tuple[Text, datetime], ...]
    has_more: bool
    is_taken: bool


def printed(own: Own) -> Printed:
    """What somebody's sheet opens now."""
    versions = {one.number: one for one in programmes.versions(own.conn)}
    alive = [
        one
        for one in certificates.certificates_of(own.conn, holder=own.holder)
        if one.status is certificates.Status.ACTIVE and one.valid_until > own.now
    ]
    taken = [one for one in alive if people.CarrierKind.PAPER in versions[one.version].carriers]
    taken.sort(key=lambda one: one.valid_until)
    shown = tuple((versions[one.version].title, one.valid_until) for one in taken[:_CERTIFICATES_MAX])
    return Printed(shown, has_more=len(taken) > len(shown), is_taken=bool(taken) or not alive)


def print_sheet(sheet: people.Sheet, what: Printed, *, speaker: Speaker) -> bytes:
    """The file, in the reader's language. Takes some tenths of a second: run it in a thread."""
    data = json.dumps(_said(sheet, what, speaker=speaker), ensure_ascii=False)
    # Only typst's own fonts: the sheet looks the same wherever it is made.
    made = typst.compile(str(_TEMPLATE), sys_inputs={"data": data}, ignore_system_fonts=True, format="pdf")
    assert isinstance(made, bytes)
    return made


def _said(sheet: people.Sheet, what: Printed, *, speaker: Speaker) -> dict[str, object]:
    digits, end = sheet.number.digits, sheet.card.valid_until
    whose = "" if sheet.card.representation is None else "_other"
    return {
        "language": speaker.language.value,
        "title": speaker.say(f"print_title{whose}"),
        "number_title": speaker.say("print_number"),
        "number": [digits[at : at + _DIGITS_TOGETHER] for at in range(0, len(digits), _DIGITS_TOGETHER)],
        "picture": segno.make_qr(digits, error="m").svg_inline(border=_QUIET_ZONE, light="#fff"),
        "picture_says": speaker.say("code_picture"),
        "through": "" if end is None else speaker.say("print_through", day=_last_day(end, speaker)),
        "certificates_title": speaker.say("print_certificates"),
        "certificates": _certificates(what, speaker=speaker),
        "how_title": speaker.say("print_how"),
        "how": [speaker.say(one) for one in ("print_how_show", f"print_how_confirm{whose}", "print_how_own")],
        "rule": speaker.say("print_rule"),
        "lost_title": speaker.say("print_lost"),
        "lost": [speaker.say(one) for one in (f"print_lost_text{whose}", "print_tell_nobody")],
    }


def _certificates(what: Printed, *, speaker: Speaker) -> list[str]:
    named = [
        speaker.say("print_certificate", title=speaker.text(title), day=_last_day(until, speaker))
        for title, until in what.certificates
    ]
    return [*named, speaker.say("print_more")] if what.has_more else named or [speaker.say("print_none")]


def _last_day(until: datetime, speaker: Speaker) -> str:
    """The last day included of what ends at an instant."""
    return speaker.day(until - datetime.resolution)
