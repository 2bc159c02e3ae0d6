"""The route that sends a one-time code."""

from uuid import UUID

import msgspec
from litestar import post
from psycopg import Connection

from socert.domain import access, people
from socert.entrypoints.api.admission import AnyRequest, desk_of, grant_of, till_of
from socert.entrypoints.api.problems import FieldError, Problem, Refusal
from socert.entrypoints.api.reading import decoder, read_carrier
from socert.entrypoints.api.requests import CarrierOnlyRequest

_TILL = frozenset({access.Role.TILL})

_read_body = decoder(CarrierOnlyRequest)
_QR_EXPIRED = FieldError("/carrier/token", "qr_expired", "This QR code is too old; ask the buyer to show it again.")


class CodeSent(msgspec.Struct, frozen=True):
    """Whatever card it was: if a code can be sent, one is, and it is good for so many seconds."""

    valid_seconds: int


@post(
    "/confirmations",
    status_code=202,
    opt={"roles": _TILL, "body": CarrierOnlyRequest, "answer": CodeSent, "limited": True},
)
async def send_code(request: AnyRequest) -> CodeSent:
    """Send a one-time code to whoever carries a card; the one sent before is good no more.

    The answer is the same for every card. So many an hour for a card and for a till; beyond that 429. A phone's QR is
    taken here while such a code lives, and so is the purchase it then confirms.
    """
    desk = desk_of(request)
    asked = _read_body(await request.body())
    till, _ = till_of(grant_of(request))
    presented = read_carrier(asked.carrier, secret=desk.card_secret)

    def send(conn: Connection) -> UUID | None:
        now = desk.now(conn)
        if presented.qr_step is not None and not people.is_fresh(presented.qr_step, now=now, is_confirmed=True):
            raise Refusal(Problem.INVALID_REQUEST, (_QR_EXPIRED,))
        asker = people.AskingTill(till)
        return people.send_code(conn, card=presented.card, asker=asker, secret=desk.card_secret, now=now)

    if await desk.transact(send) is None:
        raise Refusal(Problem.TOO_MANY_CODES)
    return CodeSent(valid_seconds=int(people.CODE_LIFE.total_seconds()))
