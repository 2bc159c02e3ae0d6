"""`socert bench catalogue`: how much memory a till's server takes that holds a long list of goods."""

import asyncio
import time
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import aiohttp
import click
import msgspec

from socert import wiring
from socert.domain import access, catalogue, providers
from socert.entrypoints.cli.answering import answer, json_option, screen
from socert.entrypoints.cli.opening import ACTOR, ReadableFile
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.cli.replay import goods_list
from socert.entrypoints.replays.bars import show_bars
from socert.entrypoints.replays.baskets import receipt
from socert.entrypoints.replays.residents import invent_foreign_card
from socert.entrypoints.replays.stage import RunningServer, fresh_site, running_process
from socert.entrypoints.replays.stock import import_stock
from socert.settings import read_settings
from socert.values import Gtin, Inn, Ogrn, Text

DATABASE = "socert_bench_catalogue"
GOODS = 500_000
LIMIT_MB = 400
#: More than a server reads while tills wait, so that it reads all goods anew beside those it knows.
_CHANGED = 20_000
_STILL_SECONDS = 3
_SECONDS_MAX = 60
_KIB, _MB = 1024, 1_000_000


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """Resident memory of the whole server process, in MB of a million bytes.

    `started_mb` is after its start, `peak_mb` the most it had until all goods were read anew beside those it knew.
    """

    goods: int
    start_seconds: float
    started_mb: int
    peak_mb: int
    limit_mb: int
    holds: bool


@click.command("catalogue")
@click.option("--goods", type=click.IntRange(1, catalogue.ROWS_MAX - _CHANGED), default=GOODS, show_default=True)
@click.option("--catalogue", "file", type=ReadableFile, help="Import this list instead of inventing goods.")
@json_option
def bench(goods: int, file: Path | None) -> None:
    """The memory of a server with so many goods, at its start and while it reads them all anew. Linux only."""
    settings = read_settings()
    with wiring.open_server_of(settings) as server, show_bars(screen()) as bars:
        site = fresh_site(server, settings, database=DATABASE)
        if file is None:
            _load(site, range(goods))
        else:
            import_stock(site, goods_list(file, reference=settings.reference), bars=bars)
        key = _open_till(site)
        started = time.monotonic()
        with running_process(site, SOCERT_TILL_RATE="0") as running:
            seconds = time.monotonic() - started
            found = _weigh(site, running, key=key, seconds=seconds)
    answer(
        found,
        lines=[
            f"{found.goods:,} goods: {found.started_mb} MB after the start in {found.start_seconds} s",
            f"{found.peak_mb} MB at most while all are read anew; the limit is {found.limit_mb} MB",
        ],
    )
    if not found.holds:
        raise click.exceptions.Exit(1)


def _load(site: wiring.Site, numbers: range) -> None:
    rows = [catalogue.NewGood(n, Gtin.complete(f"46{n:010d}").code[1:], f"Example good {n}", "bread") for n in numbers]
    with site.transaction() as conn:
        catalogue.load_goods(conn, rows=rows, source="bench", actor=ACTOR, now=site.now(conn))


def _open_till(site: wiring.Site) -> str:
    """A shop with one till; gives its key."""
    title = Text(ru="Лавка", en="Corner Shop")
    new = providers.NewMerchant(inn=Inn.parse("0000000995"), ogrn=Ogrn.parse("1260000000996"), title=title)
    outlet = providers.NewOutlet(code="one", title="Лавка", address="", district="")
    with site.transaction() as conn:
        now = site.now(conn)
        merchant = providers.register_merchant(conn, merchant=new, actor=ACTOR, now=now)
        assert isinstance(merchant, providers.Merchant), "the database is fresh"
        providers.open_outlets(conn, merchant=merchant.id, outlets=[outlet], actor=ACTOR, now=now)
        tills = [providers.NewTill(outlet=one.id, code="01") for one in providers.outlets(conn)]
        till = providers.open_tills(conn, tills=tills, actor=ACTOR, now=now)[0]
        order = access.KeyOrder(role=access.Role.TILL, merchant=merchant.id, till=till.id, label="bench")
        return access.issue_keys(conn, orders=[order], actor=ACTOR, now=now)[0].key


def _weigh(site: wiring.Site, running: RunningServer, *, key: str, seconds: float) -> Weighed:
    with site.transaction() as conn:
        goods = sum(1 for _ in catalogue.goods(conn))
        now = site.now(conn)
    asyncio.run(_ask(running.address, key=key, at=now))
    before, _ = _memory(running.process)
    _load(site, range(catalogue.ROWS_MAX - _CHANGED, catalogue.ROWS_MAX))
    asyncio.run(_ask(running.address, key=key, at=now))
    peak = max(_peaks(running.process))
    return Weighed(
        goods=goods,
        start_seconds=round(seconds, 1),
        started_mb=before // _MB,
        peak_mb=peak // _MB,
        limit_mb=LIMIT_MB,
        holds=peak <= LIMIT_MB * _MB,
    )


async def _ask(address: str, *, key: str, at: datetime) -> None:
    """A purchase with a card nobody was given: enough for the server to look whether its goods have changed."""
    line = {"position": 1, "gtin": "04600610082647", "quantity": "1", "price": 5990, "amount": 5990}
    body = receipt(card=invent_foreign_card(1), number="1", at=at, lines=[line], capture=False)
    headers = {"authorization": f"Bearer {key}", "idempotency-key": str(uuid.uuid4())}
    async with (
        aiohttp.ClientSession(address, headers=headers) as session,
        session.post("/api/v1/authorisations", json=body) as response,
    ):
        response.raise_for_status()


def _peaks(process: int) -> Iterator[int]:
    """The most memory so far, until it has not grown for some seconds."""
    end = time.monotonic() + _SECONDS_MAX
    still_since, last = time.monotonic(), 0
    while time.monotonic() < min(end, still_since + _STILL_SECONDS):
        _, peak = _memory(process)
        if peak > last:
            still_since, last = time.monotonic(), peak
        yield peak
        time.sleep(0.2)


def _memory(process: int) -> tuple[int, int]:
    """Resident bytes of a process, and the most it ever had.

    Raises:
        Refused: the system does not tell.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise Refused("memory_unknown", "This system does not tell a process's memory in /proc.") from error
    told = dict(line.split(":", 1) for line in status.splitlines())
    return int(told["VmRSS"].split()[0]) * _KIB, int(told["VmHWM"].split()[0]) * _KIB
