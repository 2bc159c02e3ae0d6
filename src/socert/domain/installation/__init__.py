"""What this installation is, fixed when it was made, and what time it is in it.

Only an example installation has a clock that can be moved, and only forward. Whoever changes what tills keep in memory
(tills, agreements, programmes, goods) calls `directory_changed` in the same transaction; what is read by
its newness asks for `next_directory` before it writes. History lies month by month: whoever opens an installation or
moves its time sees with `prepare_months` that those to come are there.
"""

from socert.domain.installation.actions import (
    UnableToInitialise,
    create,
    directory_changed,
    find,
    id_of,
    move_clock,
    next_directory,
    now,
    prepare_months,
)
from socert.domain.installation.model import ClockCannotMove, Installation, Kind

__all__ = [
    "ClockCannotMove",
    "Installation",
    "Kind",
    "UnableToInitialise",
    "create",
    "directory_changed",
    "find",
    "id_of",
    "move_clock",
    "next_directory",
    "now",
    "prepare_months",
]
