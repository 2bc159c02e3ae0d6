"""How the till's pages are rendered: what every one of them has, and belts and answers as templates want them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Response

from socert.entrypoints.pages.admission import AnyRequest, till_of
from socert.entrypoints.pages.rendering import render, speaker_of
from socert.entrypoints.pages.speaking import Speaker
from socert.entrypoints.pages.till.asking import Json, Told, look_or_leave
from socert.entrypoints.pages.till.belt import Belt, Line, Unit, new_step
from socert.entrypoints.pages.till.entries import Flaw
from socert.values import Language, Quantity, Text

_UNITS = {Unit.PIECE: "till_pieces", Unit.KILOGRAM: "till_kilograms", Unit.OWN: "till_units"}
#: What an address may ask a page to say; anything else is said nothing of.
TOLD = {
    "abandoned": "till_told_abandoned",
    "code": "till_told_code",
    "finished": "till_told_finished",
    "returned": "till_told_returned",
}

#: Where what a form is sent to can be looked at.
_OPENED = {
    **dict.fromkeys(("/till/scan", "/till/price", "/till/lines", "/till/clear", "/till/pay", "/till/abandon"), "/till"),
    "/till/code": "/till/quote",
}

Errors = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a basket: what it is, how much, and how it was decided where it was."""

    place: int
    name: str
    code: str
    quantity: str
    unit: str
    price: int
    amount: int
    outcome: str = ""
    covered: int = 0
    own_money: int = 0
    reason: str = ""


async def show(
    request: AnyRequest,
    template: str,
    *,
    status: int = HTTPStatus.OK,
    errors: Errors = (),
    shown: dict[str, Any] | None = None,
) -> Response[str]:
    """A page of the till, with its name at the top and what it was asked to say."""
    number, speaker = till_of(request).number, speaker_of(request)
    told = TOLD.get(request.query_params.get("told", ""), "")
    frame = {
        "till": f"till_{number}",
        # Links that lead back here lead to a page that can be opened, also from a form that was refused.
        "path": _OPENED.get(request.url.path, request.url.path.removesuffix("/void")),
        "plate": await look_or_leave(request, f"/tills/till_{number}"),
        "error": dict(errors),
        "step": new_step(),
        "text_of": lambda words: speaker.text(Text(ru=words["ru"], en=words["en"])),
        "moment_of": lambda written: speaker.moment(datetime.fromisoformat(written)),
        "roubles": lambda kopecks: decimal(f"{kopecks // 100}.{kopecks % 100:02d}", speaker),
        "told": speaker.say(told) if told and request.method == "GET" else "",
        "errors": errors,
    }
    return render(request, f"till/{template}.html.jinja", status=status, shown=frame | (shown or {}))


async def show_sale(request: AnyRequest, belt: Belt, *, flaw: Flaw | None = None, entry: str = "") -> Response[str]:
    """The belt with its field to scan into; what was wrong with an entry stands above it, and the entry in it."""
    field = "price" if belt.asking else "entry"
    return await show_belt(
        request, belt, errors=() if flaw is None else [(field, sentence(flaw, speaker_of(request)))], entry=entry
    )


async def show_belt(
    request: AnyRequest,
    belt: Belt,
    *,
    errors: Errors,
    entry: str = "",
    fields: dict[str, str] | None = None,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response[str]:
    """The same with any errors, and what was entered into the fields of its lines."""
    speaker = speaker_of(request)
    waiting = belt.asking
    shown = {
        "belt": belt,
        "rows": [row_of(line, place, speaker) for place, line in enumerate(belt.lines, start=1)][::-1],
        "asking": None if waiting is None else row_of(Line(waiting.goods, waiting.millionths, 0), 0, speaker),
        "asking_unit": "" if waiting is None else waiting.goods.unit.value,
        # What was scanned too early does not belong into the field for the price.
        "entry": "" if waiting is not None and request.url.path == "/till/scan" else entry,
        "fields": fields or {},
        "declined": declined_of(belt, speaker),
    }
    return await show(request, "sale", status=status if errors else HTTPStatus.OK, errors=errors, shown=shown)


def declined_of(belt: Belt, speaker: Speaker) -> str:
    """Why the last attempt to pay paid nothing, where there was one."""
    return "" if belt.declined is None else speaker.text(Text(ru=belt.declined.ru, en=belt.declined.en))


def row_of(line: Line, place: int, speaker: Speaker) -> Row:
    """A line of the belt."""
    goods = line.goods
    return Row(
        place=place,
        name=goods.name or speaker.say("till_unnamed"),
        code=goods.memory,
        quantity=decimal(Quantity(line.millionths).text(), speaker),
        unit=speaker.say(_UNITS[goods.unit]),
        price=line.price,
        amount=line.amount,
    )


def decided(row: Row, answer: Json, speaker: Speaker) -> Row:
    """The same with how it was decided."""
    reason = answer.get("reason")
    return Row(
        place=row.place,
        name=row.name,
        code=row.code,
        quantity=row.quantity,
        unit=row.unit,
        price=row.price,
        amount=row.amount,
        outcome=answer["outcome"],
        covered=answer["covered"],
        own_money=answer["own_money"],
        reason=words_of(reason, speaker),
    )


def answered_rows(lines: Sequence[Json], speaker: Speaker) -> list[Row]:
    """The lines of an authorisation with what they were."""
    rows = []
    for line in lines:
        goods: Json = line.get("goods") or {}
        bare = Row(
            place=line["position"],
            name=goods.get("name") or speaker.say("till_unnamed"),
            code=goods.get("gtin") or goods.get("article") or "",
            quantity=decimal(goods.get("quantity") or line.get("quantity", "0"), speaker),
            unit="",
            price=goods.get("price", 0),
            amount=line["covered"] + line["own_money"] + line.get("waived", 0),
        )
        rows.append(decided(bare, line, speaker))
    return rows


def words_of(reason: Json | None, speaker: Speaker) -> str:
    """A reason's sentence in the page's language; nothing where there is none."""
    return "" if reason is None else speaker.text(Text(ru=reason["text"]["ru"], en=reason["text"]["en"]))


def problem_of(told: Told, speaker: Speaker) -> str:
    """What a problem comes to for a cashier."""
    return speaker.say("till_carrier_unreadable") if told.is_about_carrier else told.detail


def sentence(flaw: Flaw, speaker: Speaker) -> str:
    """What is wrong, to be said to a cashier."""
    return speaker.text(flaw.text) if flaw.text is not None else speaker.say(flaw.word, **flaw.values)


def decimal(text: str, speaker: Speaker) -> str:
    """A quantity as the language writes it."""
    return text.replace(".", ",") if speaker.language is Language.RU else text
