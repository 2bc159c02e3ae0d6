"""Which status an event leads to."""

from socert.domain.certificates.model import TRANSITIONS, ChangeRefused, Event, Status
from socert.domain.certificates.rules.sentences import transition_refused


def status_after(status: Status, event: Event) -> Status | ChangeRefused:
    """The status after an event, or why the event cannot happen."""
    after = TRANSITIONS.get((status, event))
    return transition_refused(status, event) if after is None else after
