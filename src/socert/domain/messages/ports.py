"""What carries messages to people: an SMS gateway, a command, a folder another program reads."""

from typing import Protocol

from socert.domain.messages.model import Delivery, Message


class Sender(Protocol):
    """Carries a message. May take seconds; raises nothing it can tell by its answer."""

    def send(self, message: Message) -> Delivery:
        """Carry it; the same message may come again when it is not known whether it was taken."""
