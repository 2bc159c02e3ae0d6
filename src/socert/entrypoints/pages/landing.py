"""The landing page: what happened here, whether the books balance, what to try next; of a live one nothing of it."""

import asyncio
import time
from dataclasses import dataclass, field

from litestar import Response, get

from socert import wiring
from socert.domain import installation
from socert.entrypoints.pages.admission import ANYONE, AnyRequest
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import render, speaker_of
from socert.entrypoints.pages.story import Facts, read_facts, tell_story
from socert.entrypoints.pages.trying import program_of, steps

FRESH_SECONDS = 5.0


@dataclass(slots=True)
class KeptFacts:
    """The facts as read a few seconds ago at most; whoever comes meanwhile waits for the same reading."""

    facts: Facts | None = None
    read_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self, site: wiring.Site) -> Facts:
        """The facts, read anew when they are too old."""
        async with self.lock:
            if self.facts is None or time.monotonic() - self.read_at > FRESH_SECONDS:
                self.facts = await asyncio.to_thread(_read, site)
                self.read_at = time.monotonic()
            return self.facts


def _read(site: wiring.Site) -> Facts:
    with site.transaction() as conn:
        return read_facts(conn, site)


@get("/", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def landing(request: AnyRequest) -> Response[str]:
    """What happened here; on a live installation only that it is one."""
    site = desk_of(request).site
    if site.installation.kind is installation.Kind.LIVE:
        # Anybody may open this page, and what merchants are owed is not for anybody.
        return render(request, "live.html.jinja")
    kept: KeptFacts = request.app.state.setdefault("landing", KeptFacts())
    facts = await kept.current(site)
    request.state.now = facts.now
    shown = {
        "story": tell_story(facts, speaker=speaker_of(request)),
        "steps": steps(site, base_url=str(request.base_url).rstrip("/"), now=facts.now),
        "program": program_of(site),
        "database": site.database,
    }
    return render(request, "landing.html.jinja", shown=shown)


HANDLERS = (landing,)
