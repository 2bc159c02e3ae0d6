"""A task: what was asked for by whom, how far it is, what came of it; and a list handed in for one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from socert.domain.audit import Actor

Parameters: TypeAlias = Mapping[str, str | int | bool | None]
"""What a task works on; no personal data."""
Outcome: TypeAlias = Mapping[str, Any]
"""What came of a task, as a JSON document of its kind; of a failed one `code` and a sentence as `ru` and `en`."""

#: A running task that was not heard of for so long is one whose process is gone.
SILENCE_MAX = timedelta(seconds=30)
#: How long a list handed in is kept for the step that follows.
UPLOAD_LIFE = timedelta(hours=1)


class Kind(StrEnum):
    """What there is to do. The values are stored."""

    VERIFY = "verify"
    DEMAND = "demand"
    REHEARSE_LIST = "rehearse_list"
    ISSUE_LIST = "issue_list"
    EXPECT_CLAIMS = "expect_claims"
    CLOSE_PERIOD = "close_period"
    REGISTERS = "registers"


class State(StrEnum):
    """How a task stands. The values are stored."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


#: A task in one of these does not change any more.
OVER = frozenset({State.DONE, State.FAILED, State.STOPPED})


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it stands; `asked_at` by the installation's clock, `done` of `total` steps of its `stage`."""

    id: UUID
    kind: Kind
    asked_by: Actor
    asked_at: datetime
    parameters: Parameters
    state: State
    stage: str
    done: int
    total: int
    outcome: Outcome | None

    @property
    def is_over(self) -> bool:
        """Whether it will not change any more."""
        return self.state in OVER


@dataclass(frozen=True, slots=True)
class Upload:
    """A list somebody handed in, as it came; it may name people."""

    id: UUID
    name: str
    sha256: str
    content: bytes = field(repr=False)
