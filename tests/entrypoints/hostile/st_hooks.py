"""Loaded by schemathesis: a body of the right shape gets a card and goods that exist, so that the tool goes on from it.

A schema cannot say check digits and sums; without this no random basket would ever be approved.
"""

from typing import Any

import msgspec
import schemathesis

from given.city import ANNA_CARD
from given.serving import line
from socert.entrypoints.api.requests import AuthorisationRequest, CarrierOnlyRequest, RefundRequest

_AT = "2026-11-22T10:00:00+03:00"


@schemathesis.hook
def before_call(_context: schemathesis.HookContext, case: schemathesis.Case[Any], _more: dict[str, Any]) -> None:
    """Make what is well formed also meaningful; what is broken on purpose stays so."""
    body = case.body
    if not isinstance(body, dict):
        return
    for shape in (AuthorisationRequest, CarrierOnlyRequest, RefundRequest):
        try:
            msgspec.convert(body, shape)
        except msgspec.ValidationError:
            continue
        _improve(body)


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
