"""The route that says what is left."""

import msgspec
from litestar import post

from socert.domain import access, purchases
from socert.entrypoints.api.admission import AnyRequest, desk_of, grant_of, till_of
from socert.entrypoints.api.reading import decoder, read_carrier
from socert.entrypoints.api.requests import CarrierOnlyRequest

_TILL = frozenset({access.Role.TILL})

_read_body = decoder(CarrierOnlyRequest)


class BalancesAnswer(msgspec.Struct, frozen=True):
    """What a carrier has left, those certificates this till may see; one that is not accepted says why."""

    balances: list[purchases.BalanceAnswer]
    reason: purchases.ReasonAnswer | None


@post(
    "/balances",
    status_code=200,
    opt={"roles": _TILL, "body": CarrierOnlyRequest, "answer": BalancesAnswer},
)
async def balances(request: AnyRequest) -> BalancesAnswer:
    """What is left on a carrier. It stands in the body: no card number ever stands in an address."""
    desk = desk_of(request)
    asked = _read_body(await request.body())
    till, _ = till_of(grant_of(request))
    presented = read_carrier(asked.carrier, secret=desk.card_secret)
    directory = desk.keeper.current
    lane = await desk.lane_of_card(presented.card)
    found = await desk.transact(
        lambda conn: purchases.balances(
            conn,
            card=presented.card,
            qr_step=presented.qr_step,
            till=till,
            lane=lane,
            directory=directory,
            now=desk.now(conn),
        )
    )
    if isinstance(found, purchases.Reason):
        return BalancesAnswer([], purchases.REASON_ANSWERS[found])
    return BalancesAnswer(found, None)
