"""Messages to residents: written in the transaction they are about, handed over afterwards, forgotten when over.

What it promises: a message exists exactly when what it is about was committed; its text and phone are kept no longer
than they are needed, and never logged.
"""

from socert.domain.messages.actions import find, forget, hand_over_next, lapse, recent, write
from socert.domain.messages.model import Delivery, Message, Status, Written
from socert.domain.messages.ports import Sender

__all__ = [
    "Delivery",
    "Message",
    "Sender",
    "Status",
    "Written",
    "find",
    "forget",
    "hand_over_next",
    "lapse",
    "recent",
    "write",
]
