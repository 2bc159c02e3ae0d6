"""The route that sends a one-time code."""

import msgspec
from litestar import post

from socert.domain import access, people
from socert.entrypoints.api.admission import AnyRequest, desk_of, grant_of, till_of
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.reading import decoder, read_card
from socert.entrypoints.api.requests import CarrierOnlyRequest

_TILL = frozenset({access.Role.TILL})

_read_carrier = decoder(CarrierOnlyRequest)


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

    The answer is the same for every card. So many an hour for a card and for a till; beyond that 429.
    """
    desk = desk_of(request)
    asked = _read_carrier(await request.body())
    till, _ = till_of(grant_of(request))
    card = read_card(asked.carrier, secret=desk.card_secret)
    asker = people.AskingTill(till)
    message = await desk.transact(
        lambda conn: people.send_code(conn, card=card, asker=asker, secret=desk.card_secret, now=desk.now(conn))
    )
    if message is None:
        raise Refusal(Problem.TOO_MANY_CODES)
    return CodeSent(valid_seconds=int(people.CODE_LIFE.total_seconds()))
