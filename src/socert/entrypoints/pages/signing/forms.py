"""What forms of signing in have in common: fields, the QR of a second factor, what is wrong with a password."""

from collections.abc import Mapping
from typing import Any

import segno
from markupsafe import Markup

from socert.domain import access
from socert.entrypoints.pages.admission import AnyRequest
from socert.entrypoints.pages.rendering import speaker_of

_FIELD_LENGTH_MAX = 1_000
_QR_SCALE = 5
_SECRET_GROUP = 4


def text_of(form: Mapping[str, object], name: str) -> str:
    """A field as text; empty when there is none, or a file, or far too much."""
    value = form.get(name)
    return value if isinstance(value, str) and len(value) <= _FIELD_LENGTH_MAX else ""


def shown_enrolment(enrolment: access.Enrolment) -> dict[str, Any]:
    """A second factor as a page shows it: a QR (SVG), the secret in groups, and the sealed field that comes back."""
    secret = enrolment.secret
    groups = [secret[start : start + _SECRET_GROUP] for start in range(0, len(secret), _SECRET_GROUP)]
    svg = segno.make_qr(enrolment.uri, error="m").svg_inline(scale=_QR_SCALE, light="white", dark="black")
    return {"qr": Markup(svg), "secret": " ".join(groups), "sealed": enrolment.sealed}  # noqa: S704 - drawn by us


def judged_password(
    request: AnyRequest, *, password: str, again: str, colleague: access.Colleague
) -> list[tuple[str, str]]:
    """What is wrong with a new password, as (field, sentence)."""
    speaker = speaker_of(request)
    refused = access.judge_password(password, login=colleague.login, name=colleague.name)
    if refused is not None:
        return [("password", speaker.text(refused.text))]
    return [] if password == again else [("again", speaker.say("signing_password_differs"))]
