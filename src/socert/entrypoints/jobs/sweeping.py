"""What authorisations hold beyond their end is given back to their certificates."""

import asyncio

from socert import wiring
from socert.domain import purchases

_AT_ONCE = 2_000


def sweep_overdue(site: wiring.Site) -> int:
    """Give back what authorisations hold beyond their end; gives how many there were."""
    return asyncio.run(_sweep_overdue(site))


async def _sweep_overdue(site: wiring.Site) -> int:
    queues = wiring.make_queues(site, wiring.make_keeper(site))
    for queue in queues:
        await queue.start()
    count = 0
    try:
        while True:
            with site.transaction() as conn:
                overdue = purchases.read_overdue(conn, now=site.now(conn), limit=_AT_ONCE)
            if not overdue:
                return count
            count += len(overdue)
            await asyncio.gather(*(queues[lane].ask(purchases.Sweep(one)) for lane, one in overdue))
    finally:
        for queue in queues:
            await queue.close()
