"""The landing page: what happened here, whether the books balance, what to try next; of a live one nothing of it."""

import asyncio
import time
from dataclasses import dataclass

from litestar import Response, get

from socert import wiring
from socert.domain import installation
from socert.entrypoints.pages.admission import ANYONE, AnyRequest
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.doors import doors_of
from socert.entrypoints.pages.rendering import render, speaker_of
from socert.entrypoints.pages.story import Facts, read_facts, tell_story
from socert.entrypoints.pages.trying import program_of, steps

FRESH_SECONDS = 5.0
PATIENCE_SECONDS = 0.1


@dataclass(slots=True)
class KeptFacts:
    """The facts as read lately. When they are old they are read anew; where that takes long, the old ones are shown.

    In a city's books the reading takes seconds, and nobody waits for it but the very first visitor.
    """

    facts: Facts | None = None
    read_at: float = 0.0
    reading: asyncio.Task[None] | None = None

    async def current(self, site: wiring.Site) -> Facts:
        """The facts, from a few seconds ago where they were quickly read."""
        if self.facts is None or time.monotonic() - self.read_at > FRESH_SECONDS:
            if self.reading is None or self.reading.done():
                self.reading = asyncio.create_task(self._read(site), name="landing-facts")
            patience = None if self.facts is None else PATIENCE_SECONDS
            await asyncio.wait((self.reading,), timeout=patience)
        if self.facts is None:
            assert self.reading is not None
            await self.reading  # tells why
        assert self.facts is not None
        return self.facts

    async def _read(self, site: wiring.Site) -> None:
        self.facts = await asyncio.to_thread(_read, site)
        self.read_at = time.monotonic()


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
        "doors": doors_of(site),
    }
    return render(request, "landing.html.jinja", shown=shown)


HANDLERS = (landing,)
