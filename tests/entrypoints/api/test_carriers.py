"""Every carrier over real HTTP, in one lane and in two: plastic card, the QR of a phone, a printed sheet."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest

from given.city import CARD_SECRET, CLERK, Carded, given_city
from given.databases import Database
from given.programmes import CHILDREN, FOOD, given_certificate, given_programme
from given.rulebook import RULEBOOK
from given.serving import Json, Served, TillClient, line, receipt, serve
from socert.domain import installation, people, programmes
from socert.domain.people.rules import qr_token, step_of
from socert.postgres import DatabaseServer, connect
from socert.values import CardNumber
from socert.wiring import real_time

PHONE = "+79990001122"
PIN = "4711"
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Purse:
    """What Anna and Boris present at a till, and the clock it is presented by."""

    served: Served
    till: TillClient
    sheet: people.Sheet

    @property
    def anna(self) -> Carded:
        """Who has a card, a phone and a sheet."""
        return self.served.city.anna

    def now(self) -> datetime:
        """What time it is at the installation, by the database as in a batch."""
        with connect(self.served.site.application_url) as conn:
            return self.served.site.now(conn)

    def token(self, who: Carded | None = None) -> str:
        """What a phone shows."""
        with connect(self.served.site.application_url) as conn:
            shown = people.qr_token(
                conn,
                holder=(who or self.anna).holder,
                secret=CARD_SECRET,
                actor=CLERK,
                now=self.served.site.now(conn),
            )
        assert isinstance(shown, people.QrShown)
        return shown.token

    def qr(self, who: Carded | None = None) -> Json:
        """The same as a carrier."""
        return {"kind": "qr", "token": self.token(who)}

    def paper(self) -> Json:
        """Anna's sheet."""
        return {"kind": "paper", "number": self.sheet.number.digits}

    def card(self) -> Json:
        """Anna's card."""
        return {"kind": "card", "number": self.anna.card.digits}

    def set_clock(self, to: datetime) -> None:
        """Move the installation's clock forward to an instant."""
        with connect(self.served.site.application_url) as conn:
            real = real_time()
            moved = installation.move_clock(conn, to=to, real=real)
            assert isinstance(moved, timedelta), moved

    def pass_steps(self, count: int) -> None:
        """Let so many steps of 30 seconds pass."""
        self.set_clock(self.now() + count * 30 * SECOND)

    def set_early_in_step(self) -> None:
        """Go to the beginning of a step, so that nothing that follows within seconds crosses its end."""
        now = self.now()
        self.set_clock(datetime.fromtimestamp((step_of(now) + 1) * 30 + 1, UTC))

    def code_sent(self) -> str:
        """The newest code sent to Anna."""
        with connect(self.served.site.application_url) as conn:
            row = conn.execute(
                "select body from message where phone = %s order by made_at desc limit 1", (PHONE,)
            ).fetchone()
        assert row is not None
        found = re.search(r"\b[0-9]{6}\b", row[0])
        assert found is not None
        return found[0]

    def block(self, carrier: Json) -> None:
        """Block a carrier as lost."""
        if carrier["kind"] == "qr":
            hashed, _ = people.read_qr_token(carrier["token"], secret=CARD_SECRET)
        else:
            hashed = people.card_hash(secret=CARD_SECRET, card=CardNumber(carrier["number"]))
        with connect(self.served.site.application_url) as conn:
            done = people.block_card(conn, card=hashed, actor=CLERK, now=self.served.site.now(conn), reason="lost")
        assert not isinstance(done, people.Refusal)


@pytest.fixture
def purse(
    request: pytest.FixtureRequest,
    server: DatabaseServer,
    database: Database,
    conn: psycopg.Connection,
    owner: psycopg.Connection,
) -> Iterator[Purse]:
    """Anna has a phone, a PIN and a sheet; food may be bought with every carrier. One lane unless more are named."""
    lanes: int = getattr(request, "param", 1)
    owner.execute("alter table installation disable trigger user")
    owner.execute("update installation set lanes = %s", (lanes,))
    owner.commit()
    city = given_city(conn, now=real_time(), lanes=lanes)
    given_programme(city)
    for person in (city.anna, city.boris):
        given_certificate(conn, person, now=city.now)
    assert people.set_contact(conn, holder=city.anna.holder, phone=PHONE, actor=CLERK, now=city.now) is None
    assert people.set_pin(conn, card=city.anna.card_hash, pin=PIN, actor=CLERK, now=city.now) is None
    sheet = people.make_sheet(conn, holder=city.anna.holder, secret=CARD_SECRET, actor=CLERK, now=city.now)
    assert isinstance(sheet, people.Sheet)
    with serve(server, database, city) as running:
        yield Purse(running, running.till(), sheet)


LANES = pytest.mark.parametrize("purse", [1, 2], indirect=True, ids=["one-lane", "two-lanes"])


def basket(carrier: Json, *, amount: int = 5_000, capture: bool = True, confirmation: Json | None = None) -> Json:
    """Bread for so many kopecks."""
    body = receipt(CardNumber.complete("964300000000001"), line(amount=amount), capture=capture) | {"carrier": carrier}
    return body if confirmation is None else body | {"confirmation": confirmation}


def reason(answer: Json) -> str | None:
    """The reason's code."""
    return None if answer.get("reason") is None else answer["reason"]["code"]


def refused(till: TillClient, path: str, body: Json) -> tuple[int, str, str]:
    """Status, code and pointer of a refusal."""
    response = till.post(path, body)
    found = response.json()
    return response.status_code, found["code"], found["errors"][0]["pointer"]


@LANES
def test_one_purse_three_ways_to_open_it(purse: Purse) -> None:
    purse.set_early_in_step()
    till = purse.till
    left = {}
    for carrier in (purse.card(), purse.qr(), purse.paper()):
        found = till.post("/balances", {"carrier": carrier}).json()
        assert found["reason"] is None
        left[carrier["kind"]] = found["balances"]
    assert left["card"] == left["qr"] == left["paper"]
    assert left["card"][0]["available"] == 50_000

    qr = purse.qr()
    assert till.post("/quotes", basket(qr)).json()["covered"] == 5_000
    assert till.authorise(basket(qr))["covered"] == 5_000
    held = till.authorise(basket(qr, capture=False))
    assert till.capture(held["id"])["amount"] == 5_000
    batched = till.post("/authorisations:batch", {"operations": [{"idempotency_key": "b", "body": basket(qr)}]})
    assert batched.json()["answers"][0]["body"]["covered"] == 5_000

    code = {"kind": "pin", "value": PIN}
    assert till.authorise(basket(purse.paper(), confirmation=code))["covered"] == 5_000
    as_card = {"kind": "card", "number": purse.sheet.number.digits}
    assert reason(till.authorise(basket(as_card))) == "confirmation_required"
    assert till.authorise(basket(as_card, confirmation=code))["covered"] == 5_000
    assert till.authorise(basket(purse.card()))["covered"] == 5_000
    available = till.post("/balances", {"carrier": purse.card()}).json()["balances"][0]["available"]
    assert available == 50_000 - 6 * 5_000


@LANES
def test_a_code_shown_just_before_it_changed_works_and_an_old_one_is_declined_and_asked_for_anew(purse: Purse) -> None:
    purse.set_early_in_step()
    qr, till = purse.qr(), purse.till
    first = till.post("/authorisations", basket(qr), key="first")
    assert first.json()["covered"] == 5_000
    purse.pass_steps(1)
    assert till.authorise(basket(qr))["covered"] == 5_000
    purse.pass_steps(1)
    for path in ("/authorisations", "/quotes"):
        declined = till.post(path, basket(qr)).json()
        assert (declined["outcome"], reason(declined), declined["balances"]) == ("declined", "qr_expired", [])
        assert "show it again" in declined["reason"]["text"]["en"]
    assert till.post("/balances", {"carrier": qr}).json()["reason"]["code"] == "qr_expired"
    assert till.authorise(basket(purse.qr()))["covered"] == 5_000

    # Long afterwards a repeat gets its answer, byte for byte, and a till that never heard undoes its sale.
    purse.pass_steps(1_000)
    again = till.post("/authorisations", basket(qr), key="first")
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    other = till.post("/authorisations", basket(purse.qr()), key="first")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    undone = till.post("/authorisations/by-key/first/void", {"carrier": qr})
    assert undone.json()["amount"] == 5_000
    of_boris = till.post("/authorisations/by-key/first/void", {"carrier": purse.qr(purse.served.city.boris)})
    assert of_boris.json()["code"] == "carrier_differs"


def test_the_last_step_of_a_year_is_good_in_the_first_of_the_next(purse: Purse) -> None:
    midnight = datetime(2027, 1, 1, tzinfo=ZoneInfo("Europe/Moscow"))
    purse.set_clock(midnight - 10 * SECOND)
    qr = purse.qr()
    assert purse.till.authorise(basket(qr))["covered"] == 5_000
    purse.set_clock(midnight + 10 * SECOND)
    assert purse.till.authorise(basket(qr))["covered"] == 5_000
    purse.set_clock(midnight + 31 * SECOND)
    assert reason(purse.till.authorise(basket(qr))) == "qr_expired"


def test_a_code_confirms_a_purchase_whose_qr_has_changed_meanwhile(purse: Purse) -> None:
    purse.set_early_in_step()
    qr, till = purse.qr(), purse.till
    purse.pass_steps(4)
    assert till.post("/confirmations", {"carrier": qr}).status_code == 202
    confirmation = {"kind": "code", "value": purse.code_sent()}
    purse.pass_steps(2)
    assert till.authorise(basket(qr, confirmation=confirmation))["covered"] == 5_000
    purse.pass_steps(10)
    assert refused(till, "/confirmations", {"carrier": qr}) == (422, "invalid_request", "/carrier/token")
    assert reason(till.authorise(basket(qr, confirmation={"kind": "pin", "value": PIN}))) == "qr_expired"


@LANES
def test_a_sheet_is_confirmed_by_a_code_from_the_first_kopeck(purse: Purse) -> None:
    till, paper = purse.till, purse.paper()
    declined = till.authorise(basket(paper, amount=1))
    assert (reason(declined), declined["reason"]["confirmation"]) == ("confirmation_required", "code")
    assert till.post("/quotes", basket(paper, amount=1)).json()["reason"] == declined["reason"]
    assert till.post("/confirmations", {"carrier": paper}).status_code == 202
    found = {"kind": "code", "value": purse.code_sent()}
    first = till.post("/authorisations", basket(paper, confirmation=found), key="k")
    assert first.json()["covered"] == 5_000
    assert till.post("/authorisations", basket(paper, confirmation=found), key="k").content == first.content
    assert reason(till.authorise(basket(paper, confirmation=found))) == "code_used"
    assert reason(till.authorise(basket(paper, confirmation={"kind": "pin", "value": "0000"}))) == "pin_wrong"


def test_whoever_has_neither_phone_nor_pin_is_told_where_to_go(purse: Purse) -> None:
    boris = purse.served.city.boris
    with connect(purse.served.site.application_url) as conn:
        made = people.make_sheet(conn, holder=boris.holder, secret=CARD_SECRET, actor=CLERK, now=real_time())
    assert isinstance(made, people.Sheet)
    for kind in ("paper", "card"):
        assert reason(purse.till.authorise(basket({"kind": kind, "number": made.number.digits}))) == "contact_missing"


@LANES
def test_what_is_lost_is_blocked_while_a_basket_is_on_the_belt_and_the_rest_goes_on(purse: Purse) -> None:
    purse.set_early_in_step()
    till, qr = purse.till, purse.qr()
    held = till.authorise(basket(qr, capture=False))
    purse.block(purse.card())
    assert reason(till.authorise(basket(purse.card()))) == "card_not_accepted"
    assert till.authorise(basket(qr))["covered"] == 5_000
    purse.block(qr)
    assert reason(till.authorise(basket(qr))) == "card_not_accepted"
    assert till.post("/balances", {"carrier": qr}).json()["reason"]["code"] == "card_not_accepted"
    # What was held is the buyer's own sale still: it may be completed, and undone with whatever they have.
    assert till.capture(held["id"])["amount"] == 5_000
    assert till.authorise(basket(purse.qr()))["covered"] == 5_000
    pin = {"kind": "pin", "value": PIN}
    purse.block(purse.paper())
    assert reason(till.authorise(basket(purse.paper(), confirmation=pin))) == "card_not_accepted"


#: Ways to come by a text that is no token of ours.
SPOILT: tuple[Callable[[str], str], ...] = (
    lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
    lambda token: token[:20] + ("A" if token[20] != "A" else "B") + token[21:],
    lambda token: token[:-1],
    lambda token: token + "A",
    lambda token: token.lower(),
    lambda token: token.removeprefix("SOCERT1:"),
    lambda token: f" {token}",
    lambda _: "SOCERT1:" + "A" * 64,
    lambda _: qr_token(uuid4(), secret=b"another installation's", step=step_of(real_time())),
    lambda _: "9643000000000015",
    lambda _: "\x00" * 72,
    lambda _: "Ё" * 72,
)


def test_a_forged_cut_or_foreign_token_is_refused_everywhere(purse: Purse) -> None:
    for spoil in SPOILT:
        spoilt = {"kind": "qr", "token": spoil(purse.token())}
        for path in ("/authorisations", "/quotes", "/balances", "/confirmations", "/authorisations/by-key/k/void"):
            body = basket(spoilt) if path in ("/authorisations", "/quotes") else {"carrier": spoilt}
            assert refused(purse.till, path, body) == (422, "invalid_request", "/carrier/token")


NO_CARRIERS: tuple[tuple[Json | None, str], ...] = (
    ({"kind": "pigeon", "number": "9643000000000015"}, "/carrier/kind"),
    ({"kind": "qr", "number": "9643000000000015"}, "/carrier"),
    ({"kind": "card", "token": "SOCERT1:"}, "/carrier"),
    ({"kind": "paper", "number": "9643990000000000"}, "/carrier/number"),
    ({"kind": "qr", "token": ""}, "/carrier/token"),
    ({"kind": "qr", "token": "A" * 129}, "/carrier/token"),
    ({"kind": "qr", "token": 5}, "/carrier/token"),
    ({"number": "9643000000000015"}, "/carrier"),
    ({}, "/carrier"),
    (None, "/carrier"),
)


def test_a_carrier_is_one_of_three_shapes_and_described_so(purse: Purse) -> None:
    for carrier, pointer in NO_CARRIERS:
        for path, body in (("/authorisations", basket(carrier or {})), ("/balances", {"carrier": carrier})):
            assert refused(purse.till, path, body) == (422, "invalid_request", pointer)
    document = purse.till.http.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    described = schemas["CarrierOnlyRequest"]["properties"]["carrier"]
    named = [one["$ref"].rpartition("/")[2] for one in described["anyOf"]]
    assert sorted(named) == ["CardRequest", "PaperRequest", "QrRequest"]
    assert schemas["QrRequest"]["required"] == ["kind", "token"]
    assert described["discriminator"]["propertyName"] == "kind"


def test_a_programme_that_names_only_the_card_is_not_shown_by_a_phone(purse: Purse) -> None:
    city = purse.served.city
    given_programme(city, CHILDREN)
    file = (purse.served.site.reference / "programmes" / f"{FOOD}.yaml").read_text(encoding="utf-8")
    text = file.partition("\nexamples:")[0] + "\n"
    version = text.partition("versions:\n")[2].replace("[card, qr, paper]", "[card]")
    today = city.now.astimezone(ZoneInfo("Europe/Moscow")).date()
    text += version.replace("valid_from: 2026-01-01", f"valid_from: {today}")
    published = programmes.publish(city.conn, text=text, tree=city.tree, ground=RULEBOOK, actor=CLERK, now=city.now)
    assert isinstance(published, programmes.Published)
    given_certificate(city.conn, city.vera, now=city.now)
    city.conn.commit()
    qr = purse.qr(city.vera)
    declined = purse.till.authorise(basket(qr))
    assert reason(declined) == "carrier_not_accepted"
    (balance,) = purse.till.post("/balances", {"carrier": qr}).json()["balances"]
    assert (balance["available"], balance["reason"]) == (50_000, "carrier_not_accepted")
    assert purse.till.authorise(basket({"kind": "card", "number": city.vera.card.digits}))["covered"] == 5_000
