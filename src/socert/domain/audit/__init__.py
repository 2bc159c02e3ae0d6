"""Who did what, when and why: only added to, and without personal data.

What it promises: an event once written is neither changed nor removed by the application; what it says about a person
is their random number, so that erasing an identity (152-ФЗ) leaves nothing behind here.
"""

from socert.domain.audit.actions import (
    EVENTS_MAX,
    PersonalDataInEvent,
    TooManyEvents,
    events_of,
    latest_events,
    record,
    record_each,
)
from socert.domain.audit.model import Actor, Details, Event
from socert.domain.audit.rules import names_a_person

__all__ = [
    "EVENTS_MAX",
    "Actor",
    "Details",
    "Event",
    "PersonalDataInEvent",
    "TooManyEvents",
    "events_of",
    "latest_events",
    "names_a_person",
    "record",
    "record_each",
]
