"""The state of the installation, as far as a page may tell it: no folder, address or name of a machine."""

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from litestar import Response, get

from socert.domain import monitoring
from socert.entrypoints.pages.admission import ANYONE, AnyRequest
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.staff.ground import READERS, show, work_at

#: Fewer months made ahead than this are worth a word.
MONTHS_MIN = 3


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """How many signed checkpoints lie here, and when the newest was written."""

    count: int
    newest: datetime | None


def checkpoints_in(folder: Path) -> Checkpoints:
    """The checkpoints in a folder; none where it cannot be read."""
    try:
        times = [one.stat().st_mtime for one in folder.glob("*.json")]
    except OSError:
        times = []
    return Checkpoints(len(times), datetime.fromtimestamp(max(times), UTC) if times else None)


def months_ahead(last_month: str, now: datetime) -> int:
    """How many months after this one history may still be written in."""
    year, dash, month = last_month.partition("-")
    if not dash:
        return 0
    there = now.astimezone(UTC)
    return (int(year) - there.year) * 12 + int(month) - there.month


@get("/staff/health", opt={"people": READERS, "roles": ANYONE}, include_in_schema=False)
async def health(request: AnyRequest) -> Response[str]:
    """Versions, database, months ahead, checkpoints, what waits."""
    site = desk_of(request).site
    state, now = await work_at(request, lambda conn, now: (monitoring.state(conn), now))
    return show(
        request,
        "health",
        state=state,
        ahead=months_ahead(state.last_month, now),
        months_min=MONTHS_MIN,
        checkpoints=checkpoints_in(site.checkpoint_folder),
        installation=site.installation,
        socert_version=version("socert"),
        python_version=platform.python_version(),
    )


HANDLERS = (health,)
