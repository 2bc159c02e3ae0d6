"""Goods come back: the receipt's number, its lines, how much of each, and what goes back where."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from socert.entrypoints.pages.admission import AnyRequest, PageRefused
from socert.entrypoints.pages.rendering import redirect, speaker_of
from socert.entrypoints.pages.speaking import Speaker
from socert.entrypoints.pages.till.asking import Json, NoAnswer, ask, look
from socert.entrypoints.pages.till.belt import Unit
from socert.entrypoints.pages.till.entries import Flaw, read_quantity, read_whole
from socert.entrypoints.pages.till.sales import find_authorisation
from socert.entrypoints.pages.till.selling import TILL
from socert.entrypoints.pages.till.showing import Errors, answered_rows, decimal, sentence, show, words_of
from socert.values import Gtin, Quantity

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KEY = re.compile(r"[0-9a-f-]{36}")
_KEY_REUSED = "idempotency_key_reused"
_RECEIPT = re.compile(r"[^\x00-\x1f\x7f]{1,64}")


@dataclass(frozen=True, slots=True)
class Returnable:
    """A line of a capture and what can still come back of it."""

    place: int
    name: str
    bought: str
    left: str
    amount: int
    covered: int

    @property
    def is_left(self) -> bool:
        """Whether anything is left to come back."""
        return self.amount > 0


@get("/till/returns", opt=TILL, include_in_schema=False)
async def find(request: AnyRequest) -> Response[Any]:
    """By the number on the receipt; where several have it, the latest first."""
    receipt = " ".join(request.query_params.get("receipt", "").split())
    if "receipt" not in request.query_params:
        return await show(request, "returns", shown={"receipt": "", "found": []})
    if _RECEIPT.fullmatch(receipt) is None:
        return await _unfound(request, receipt)
    told = await look(request, "/authorisations", query={"receipt": receipt})
    found = told.document["authorisations"] if told.is_done else []
    if not found:
        return await _unfound(request, receipt)
    if len(found) == 1:
        return redirect(f"/till/returns/{found[0]['id']}")
    return await show(request, "returns", shown={"receipt": receipt, "found": found})


@get("/till/returns/{authorisation:str}", opt=TILL, include_in_schema=False)
async def choose(request: AnyRequest, authorisation: FromPath[str]) -> Response[Any]:
    """Which lines come back, and how much of each."""
    return await _show(request, await find_authorisation(request, authorisation))


@post("/till/returns/{authorisation:str}", opt=TILL, include_in_schema=False)
async def give_back(request: AnyRequest, authorisation: FromPath[str]) -> Response[Any]:
    """Give it back, once for each form: a repeat gets the same answer."""
    form = await request.form()
    given = {name: str(value) for name, value in form.items() if isinstance(value, str)}
    view, speaker = await find_authorisation(request, authorisation), speaker_of(request)
    key, capture = given.get("return", ""), given.get("capture", "")
    if _KEY.fullmatch(key) is None or _ID.fullmatch(capture) is None:
        raise PageRefused(HTTPStatus.BAD_REQUEST, "unreadable")
    lines, errors = _read(given, speaker, pieces=_pieces(view))
    if errors or not lines:
        told = errors or [("return", speaker.say("till_return_nothing"))]
        return await _show(request, view, errors=told, given=given)
    body = {"lines": lines, "at": given.get("at", "")}
    try:
        answer = await ask(request, "POST", f"/captures/{capture}/refunds", body=body, key=key)
    except NoAnswer:
        told = [("return", speaker.say("till_return_no_answer"))]
        return await _show(request, view, errors=told, given=given, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if answer.document.get("code") == _KEY_REUSED:  # this form was sent before with other quantities, and taken
        return redirect(f"/till/sales/{view['id']}?told=returned")
    if not answer.is_done:
        return await _show(request, view, errors=[("return", answer.detail)], given=given | {"return": str(uuid4())})
    return redirect(f"/till/refunds/{answer.document['id']}")


@get("/till/refunds/{refund:str}", opt=TILL, include_in_schema=False)
async def given_back(request: AnyRequest, refund: FromPath[str]) -> Response[Any]:
    """What goes back to which certificate and what the shop pays back; or why nothing does."""
    if _ID.fullmatch(refund) is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    told, speaker = await look(request, f"/refunds/{refund}"), speaker_of(request)
    if not told.is_done:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    view = await find_authorisation(request, told.document["authorisation"])
    names = {row.place: row.name for row in answered_rows(view["lines"], speaker)}
    shown = {
        "refund": told.document,
        "sale": view,
        "reason": words_of(told.document["reason"], speaker),
        "shown_rows": [
            (
                f"{line['position']}. {names.get(line['position'], '')}",
                decimal(line["quantity"], speaker),
                *(speaker.money(line[name]) for name in ("amount", "covered", "own_money")),
            )
            for line in told.document["lines"]
        ],
        "back": _by_certificate(told.document),
    }
    return await show(request, "refund", shown=shown)


async def _unfound(request: AnyRequest, receipt: str) -> Response[str]:
    errors = [("receipt", speaker_of(request).say("till_receipt_unfound"))]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return await show(request, "returns", status=status, errors=errors, shown={"receipt": receipt, "found": []})


async def _show(
    request: AnyRequest,
    view: Json,
    *,
    errors: Errors = (),
    given: Mapping[str, str] | None = None,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response[str]:
    given = given or {}
    speaker = speaker_of(request)
    names = {row.place: row.name for row in answered_rows(view["lines"], speaker)}
    shown = {
        "sale": view,
        "captures": [
            (one["id"], [_returnable(line, names, speaker) for line in one["lines"]]) for one in view["captures"]
        ],
        "given": given,
        # Key and time belong to this form: sent twice, it asks for the same.
        "key": given.get("return") or str(uuid4()),
        "at": given.get("at") or request.state.now.isoformat(),
    }
    return await show(request, "return", status=status if errors else HTTPStatus.OK, errors=errors, shown=shown)


def _returnable(line: Json, names: Mapping[int, str], speaker: Speaker) -> Returnable:
    left = line["refundable"]
    return Returnable(
        place=line["position"],
        name=names.get(line["position"], ""),
        bought=decimal(line["quantity"], speaker),
        left=decimal(left["quantity"], speaker),
        amount=left["amount"],
        covered=left["covered"],
    )


def _pieces(view: Json) -> frozenset[int]:
    """The lines of what is sold by the piece: a barcode that is no shop's own."""
    codes = {line["position"]: (line.get("goods") or {}).get("gtin") for line in view["lines"]}
    return frozenset(place for place, code in codes.items() if code and not Gtin(code).is_in_store)


def _read(given: Mapping[str, str], speaker: Speaker, *, pieces: frozenset[int]) -> tuple[list[Json], Errors]:
    """Quantities by line; an empty field brings nothing back, and `all` everything that is left of its lines."""
    lines: list[Json] = []
    errors: list[tuple[str, str]] = []
    for name, text in given.items():
        place = read_whole(name.removeprefix("back-")) if name.startswith("back-") else None
        if place is None or not text.strip():
            continue
        unit = Unit.PIECE if place in pieces else Unit.OWN
        quantity = read_quantity(text, unit=unit)
        if isinstance(quantity, Flaw):
            errors.append((name, sentence(quantity, speaker)))
        else:
            lines.append({"position": place, "quantity": Quantity(quantity).text()})
    if not errors and given.get("all"):
        places = (read_whole(place) for place in given["all"].split(","))
        lines = [{"position": place} for place in places if place is not None]
    return lines, errors


def _by_certificate(refund: Json) -> list[tuple[str, str, int]]:
    """What goes back to each certificate: its number's end, the allowance, kopecks."""
    sums: dict[tuple[str, str], int] = {}
    for line in refund["lines"]:
        for part in line["parts"]:
            whose = (part["certificate"][-4:], part["allowance"])
            sums[whose] = sums.get(whose, 0) + part["amount"]
    return [(certificate, allowance, amount) for (certificate, allowance), amount in sums.items()]


HANDLERS = (find, choose, give_back, given_back)
