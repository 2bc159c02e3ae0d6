"""Long work that people ask for at a page, leave alone, and come back to: what it is, how far it is, what came of it.

What it promises: the same form asks once, however often it is sent; each task is run by one process at a time, and a
task whose process is gone is said to be stopped; a list handed in for a task is sealed, and forgotten when it was used
or after an hour; neither a task nor its outcome holds personal data.
"""

from socert.domain.tasks.actions import (
    TaskTakenAway,
    ask,
    beat,
    find,
    finish,
    forget_old_uploads,
    forget_upload,
    hand_in,
    last_done,
    open_upload,
    recent,
    stop_abandoned,
    take,
    under_way,
)
from socert.domain.tasks.model import OVER, Kind, Outcome, Parameters, State, Task, Upload

__all__ = [
    "OVER",
    "Kind",
    "Outcome",
    "Parameters",
    "State",
    "Task",
    "TaskTakenAway",
    "Upload",
    "ask",
    "beat",
    "find",
    "finish",
    "forget_old_uploads",
    "forget_upload",
    "hand_in",
    "last_done",
    "open_upload",
    "recent",
    "stop_abandoned",
    "take",
    "under_way",
]
