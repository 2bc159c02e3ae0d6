"""From bytes to a question: decode, check what a shape cannot say, list every error with its place."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from socert.domain import people
from socert.domain.purchases import AskedPart, ReceiptLine
from socert.entrypoints.api.presented import Presented
from socert.entrypoints.api.problems import FieldError, Problem, Refusal
from socert.entrypoints.api.requests import (
    AuthorisationRequest,
    CarrierRequest,
    ConfirmationRequest,
    LineRequest,
    PartRequest,
    QrRequest,
)
from socert.values import (
    CardNumber,
    Gtin,
    InvalidNumber,
    Language,
    amount_matches,
    gtin14,
    quantity_millionths,
)

Shape = TypeVar("Shape")

#: What a till's clock may say: beyond lies a broken clock, and what the database could not keep.
FIRST_INSTANT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_INSTANT = datetime(2100, 1, 1, tzinfo=UTC)

_OUT_OF_RANGE = FieldError("/at", "time_out_of_range", "The till's time is not between 2000 and 2100.")
_NO_TOKEN = FieldError(
    "/carrier/token", "token_not_readable", "This is no code of this installation, or not all of it."
)
_MESSAGE_AND_PATH = re.compile(r"^(.*?)(?: - at `(.*)`)?$", re.DOTALL)
_PATH_STEP = re.compile(r"\[(\d+|\.\.\.)\]|\.([^.\[]+)")
_encode = msgspec.json.Encoder().encode


def decoder(shape: type[Shape]) -> Callable[[bytes], Shape]:
    """A function that reads a request body of this shape.

    The function raises Refusal: malformed_json, or invalid_request with a JSON pointer.
    """
    decode = msgspec.json.Decoder(shape).decode

    def read(body: bytes) -> Shape:
        try:
            return decode(body)
        except msgspec.ValidationError as error:
            raise Refusal(Problem.INVALID_REQUEST, (_field_error(str(error)),)) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Refusal(Problem.MALFORMED_JSON) from error

    return read


def _field_error(message: str) -> FieldError:
    """`Expected …, got … - at `$.lines[0].price`` as a pointer and a sentence."""
    match = _MESSAGE_AND_PATH.match(message)
    assert match is not None
    steps = [index or name for index, name in _PATH_STEP.findall(match[2] or "")]
    return FieldError(pointer="".join(f"/{step}" for step in steps), code="invalid_value", detail=match[1])


def body_digest(kind: str, *parts: object) -> UUID:
    """What a repeated key is compared by: the request as it was understood, whatever its spacing and order."""
    return UUID(bytes=hashlib.sha256(kind.encode() + _encode(parts)).digest()[:16])


def unconfirmed(request: AuthorisationRequest) -> AuthorisationRequest:
    """A request as its digest sees it: a few digits could be found by trying all of them against what is stored."""
    return msgspec.structs.replace(request, confirmation=None)


def read_confirmations(request: AuthorisationRequest) -> Sequence[ConfirmationRequest]:
    """What the buyer confirmed with, each kind once at most, or a refusal."""
    given = request.confirmation
    if given is None:
        return ()
    if not isinstance(given, list):
        return (given,)
    if len({type(one) for one in given}) < len(given):
        error = FieldError("/confirmation", "kind_given_twice", "A kind of confirmation is given once at most.")
        raise Refusal(Problem.INVALID_REQUEST, (error,))
    return given


def read_carrier(carrier: CarrierRequest, *, secret: bytes) -> Presented:
    """What was presented; a wrong check digit or a forged token is refused before any look-up, an old token is not."""
    if isinstance(carrier, QrRequest):
        return _read_token(carrier.token, secret)
    try:
        number = CardNumber.parse(carrier.number)
    except InvalidNumber as error:
        raise Refusal(Problem.INVALID_REQUEST, (_number_error("/carrier/number", error),)) from error
    return Presented(people.card_hash(secret=secret, card=number), None, people.is_sheet_number(number))


def _read_token(token: str, secret: bytes) -> Presented:
    try:
        card, step = people.read_qr_token(token, secret=secret)
    except people.UnreadableToken as error:
        raise Refusal(Problem.INVALID_REQUEST, (_NO_TOKEN,)) from error
    return Presented(card, step)


def read_lines(request: AuthorisationRequest) -> tuple[ReceiptLine, ...]:
    """The lines of a receipt, or a refusal that lists every error in them."""
    errors: list[FieldError] = []
    lines = [_read_line(line, index, errors) for index, line in enumerate(request.lines)]
    if not FIRST_INSTANT <= request.at <= LAST_INSTANT:
        errors.append(_OUT_OF_RANGE)
    _find_repeats(request.lines, errors)
    if errors:
        raise Refusal(Problem.INVALID_REQUEST, tuple(errors))
    return tuple(line for line in lines if line is not None)


def read_instant(at: datetime) -> datetime:
    """A till's time in UTC: an offset of a day or so is a broken clock's, and more than the database reads."""
    if not FIRST_INSTANT <= at <= LAST_INSTANT:
        raise Refusal(Problem.INVALID_REQUEST, (_OUT_OF_RANGE,))
    return at.astimezone(UTC)


def read_parts(lines: Sequence[PartRequest]) -> tuple[AskedPart, ...]:
    """Parts of receipt lines, or a refusal that lists every error in them."""
    errors: list[FieldError] = []
    parts = [
        AskedPart(one.position, _read_quantity(one, f"/lines/{index}/quantity", errors), one.amount)
        for index, one in enumerate(lines)
    ]
    _find_repeats(lines, errors)
    if errors:
        raise Refusal(Problem.INVALID_REQUEST, tuple(errors))
    return tuple(parts)


def _read_quantity(part: PartRequest, where: str, errors: list[FieldError]) -> int | None:
    if part.quantity is None:
        return None
    try:
        quantity = quantity_millionths(part.quantity)
    except InvalidNumber as error:
        errors.append(_number_error(where, error))
        return None
    if quantity == 0:
        errors.append(FieldError(where, "nothing_asked", "A quantity of nothing cannot be taken or given back."))
    return quantity


def _find_repeats(lines: Iterable[LineRequest | PartRequest], errors: list[FieldError]) -> None:
    seen: set[int] = set()
    for index, line in enumerate(lines):
        if line.position in seen:
            errors.append(
                FieldError(f"/lines/{index}/position", "duplicate_position", f"Position {line.position} stands twice.")
            )
        seen.add(line.position)


def _read_line(line: LineRequest, index: int, errors: list[FieldError]) -> ReceiptLine | None:
    before = len(errors)
    gtin, shop_codes = _read_code(line, index, errors)
    quantity = 0
    try:
        quantity = quantity_millionths(line.quantity)
        if not amount_matches(price=line.price, millionths=quantity, discount=line.discount, amount=line.amount):
            errors.append(
                FieldError(
                    f"/lines/{index}/amount",
                    "amount_does_not_match",
                    "amount is not price × quantity − discount, to one kopeck.",
                )
            )
    except InvalidNumber as error:
        errors.append(_number_error(f"/lines/{index}/quantity", error))
    if len(errors) > before:
        return None
    return ReceiptLine(
        line.position, gtin, line.article, shop_codes, line.name, line.quantity, quantity, line.price, line.discount,
        line.amount,
    )  # fmt: skip


def _read_code(line: LineRequest, index: int, errors: list[FieldError]) -> tuple[int, tuple[str, ...]]:
    """The barcode as a number, and the codes to look for in the merchant's own list."""
    if (line.gtin is None) == (line.article is None):
        errors.append(FieldError(f"/lines/{index}", "gtin_or_article", "A line has either a gtin or an article."))
        return 0, ()
    if line.gtin is None:
        return 0, (line.article or "",)
    try:
        return codes_of(line.gtin)
    except InvalidNumber as error:
        errors.append(_number_error(f"/lines/{index}/gtin", error))
        return 0, ()


def codes_of(gtin: str) -> tuple[int, tuple[str, ...]]:
    """A barcode as a number, and where it is a shop's own the codes to look for in the merchant's list, in order.

    Raises:
        InvalidGtin: it is no barcode.
    """
    code = gtin14(gtin)
    if code.startswith(("02", "002", "004", "000000")):
        in_store = Gtin(code).in_store_article
        if in_store is not None:
            return int(code), (gtin, code, code[1:], in_store)
    return int(code), ()


def _number_error(pointer: str, error: InvalidNumber) -> FieldError:
    return FieldError(pointer, str(error.code), error.text.in_language(Language.EN))
