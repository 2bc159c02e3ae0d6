"""What the API accepts: shapes with their limits. Unknown fields are refused; amounts are kopecks."""

from datetime import date, datetime
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

LINES_MAX = 300
BATCH_MAX = 500
KOPECKS_LINE_MAX = 1_000_000_000

#: Nothing that cannot be printed; the end means the very end, also after a line break.
NO_CONTROLS = r"^[^\x00-\x1f\x7f]*(?![\s\S])"

Kopecks = Annotated[int, Meta(ge=0, le=KOPECKS_LINE_MAX)]
ReceiptNumber = Annotated[str, Meta(min_length=1, max_length=64, pattern=NO_CONTROLS)]
Article = Annotated[str, Meta(min_length=1, max_length=32, pattern=NO_CONTROLS)]
Instant = Annotated[datetime, Meta(tz=True)]


CarrierNumber = Annotated[str, Meta(min_length=8, max_length=32)]


class CardRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="card"):
    """A social card, by its number. A till that cannot tell them apart sends a printed sheet's number so as well."""

    number: CarrierNumber


class QrRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="qr"):
    """The QR on a phone: its text as it was scanned, `SOCERT1:` and what follows. It changes every 30 seconds."""

    token: Annotated[str, Meta(min_length=1, max_length=128)]


class PaperRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="paper"):
    """A printed sheet, by its number, which begins with 964399. Each purchase with it is confirmed by code or PIN."""

    number: CarrierNumber


CarrierRequest: TypeAlias = CardRequest | QrRequest | PaperRequest


class PinRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="pin"):
    """What the buyer entered to confirm: the card's PIN."""

    value: Annotated[str, Meta(pattern="^[0-9]{4,8}$")]


class CodeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="code"):
    """The one-time code that was sent to whoever carries the card."""

    value: Annotated[str, Meta(pattern="^[0-9]{6}$")]


ConfirmationRequest: TypeAlias = PinRequest | CodeRequest


class LineRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line of a receipt: `gtin` or the merchant's own `article`; price a unit, discount and amount in kopecks."""

    position: Annotated[int, Meta(ge=1, le=9_999)]
    gtin: Annotated[str, Meta(min_length=1, max_length=14)] | None = None
    article: Article | None = None
    name: Annotated[str, Meta(max_length=256, pattern=NO_CONTROLS)] = ""
    quantity: Annotated[str, Meta(min_length=1, max_length=16)]
    unit: Annotated[str, Meta(max_length=16)] = ""
    price: Kopecks
    discount: Kopecks = 0
    amount: Kopecks


class AuthorisationRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """May this basket be paid with this carrier? `at` is the till's own time, recorded and compared, never deciding.

    A repeat under the same key is answered as before whatever confirmation it carries: one entered again needs a new
    key. `confirmation` is one, or a list of both kinds where both are wanted.
    `rounding`, in kopecks, is what the till takes off or adds to the receipt as a whole; it concerns own money only.
    """

    carrier: CarrierRequest
    receipt: ReceiptNumber
    at: Instant
    capture: bool = False
    rounding: Annotated[int, Meta(ge=-99, le=99)] = 0
    confirmation: ConfirmationRequest | Annotated[list[ConfirmationRequest], Meta(max_length=2)] | None = None
    lines: Annotated[list[LineRequest], Meta(min_length=1, max_length=LINES_MAX)]


class PartRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How much of a receipt line: a quantity, kopecks of its amount, or both; neither is all that is left of it."""

    position: Annotated[int, Meta(ge=1, le=9_999)]
    quantity: Annotated[str, Meta(min_length=1, max_length=16)] | None = None
    amount: Annotated[int, Meta(ge=1, le=KOPECKS_LINE_MAX)] | None = None


class CaptureRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Capture these lines, or with an empty object all that is left. A final capture releases the rest of the hold."""

    lines: Annotated[list[PartRequest], Meta(min_length=1, max_length=LINES_MAX)] | None = None
    final: bool = True


class VoidRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Void what the authorisation holds: an empty object."""


class RefundRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Goods came back: these lines of a capture. `receipt` is the number of the return's own receipt, if it has one."""

    lines: Annotated[list[PartRequest], Meta(min_length=1, max_length=LINES_MAX)]
    receipt: ReceiptNumber | None = None
    at: Instant


class CarrierOnlyRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Balances, codes, and voiding by key: the carrier stands in the body, never in an address."""

    carrier: CarrierRequest


class DayRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A till's own totals of a day: numbers of operations and kopecks."""

    day: date
    captures: Annotated[int, Meta(ge=0, le=1_000_000)]
    captured: Annotated[int, Meta(ge=0, le=10**14)]
    taken_back_count: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    taken_back: Annotated[int, Meta(ge=0, le=10**14)] = 0


class ArticleRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of a merchant's own articles; without a category it waits for review and is not covered."""

    article: Article
    name: Annotated[str, Meta(min_length=1, max_length=256, pattern=NO_CONTROLS)]
    category: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class ArticleListRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A merchant's own articles; with `dry_run` the answer says what would change and nothing does."""

    articles: Annotated[list[ArticleRequest], Meta(min_length=1, max_length=10_000)]
    dry_run: bool = False


class BatchedRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One request of a batch: the body it would have alone, its own key, and where it would go.

    `path` is what follows `/api/v1`; `authorization` is another till's, the batch's own without.
    """

    idempotency_key: Annotated[str, Meta(min_length=1, max_length=255)]
    body: msgspec.Raw
    path: Annotated[str, Meta(max_length=1_024)] = "/authorisations"
    authorization: Annotated[str, Meta(max_length=255)] | None = None


class BatchRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a host has collected from its tills."""

    operations: Annotated[list[BatchedRequest], Meta(min_length=1, max_length=BATCH_MAX)]


class BatchedAnswer(msgspec.Struct, frozen=True):
    """The status and the body that a request of a batch would have got alone, byte for byte."""

    status: int
    body: msgspec.Raw
    replayed: bool


class BatchAnswer(msgspec.Struct, frozen=True):
    """One answer a request, in their order."""

    answers: list[BatchedAnswer]
