"""Loaded by schemathesis: a body of the right shape gets a card and goods that exist, so that the tool goes on from it.

A schema cannot say check digits and sums; without this no random basket would ever be approved.
"""

import uuid
from typing import Any

import msgspec
import schemathesis
from schemathesis.generation import GenerationMode

from given.city import ANNA_CARD
from given.serving import line
from socert.entrypoints.api.requests import AuthorisationRequest, CaptureRequest, CarrierOnlyRequest, RefundRequest

_AT = "2026-11-22T10:00:00+03:00"


@schemathesis.hook
def before_call(_context: schemathesis.HookContext, case: schemathesis.Case[Any], _more: dict[str, Any]) -> None:
    """Make what is well formed also meaningful; what is broken on purpose stays so."""
    body = case.body
    is_broken = case.meta is not None and case.meta.generation.mode is GenerationMode.NEGATIVE
    if is_broken or not isinstance(body, dict):
        return
    whole = _whole(body)
    for shape in (AuthorisationRequest, CaptureRequest, CarrierOnlyRequest, RefundRequest):
        try:
            msgspec.convert(whole, shape)
        except msgspec.ValidationError:
            continue
        body.update(whole)
        _improve(body)
        if case.headers.get("Idempotency-Key"):
            case.headers["Idempotency-Key"] = str(uuid.uuid4())  # most keys it makes up are alike
        return


def _whole(value: Any) -> Any:
    """The same with 3 for 3.0: one number to JSON Schema, two to us."""
    match value:
        case dict():
            return {name: _whole(one) for name, one in value.items()}
        case list():
            return [_whole(one) for one in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _improve(body: dict[str, Any]) -> None:
    if "carrier" in body:
        body["carrier"] = {"kind": "card", "number": ANNA_CARD.digits}
        body.pop("confirmation", None)
    if "at" in body:
        body["at"] = _AT
    if "carrier" in body and "lines" in body:
        body["lines"] = [line(place, amount=100) for place in range(1, len(body["lines"]) + 1)]
    elif "lines" in body:
        body["lines"] = [{"position": 1, "amount": 1}]
