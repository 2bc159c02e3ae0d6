"""Senders of messages: the screen of an example, a folder, a command."""

import json
import logging
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from socert.domain.messages import Delivery, Message

_COMMAND_SECONDS_MAX = 20

_log = logging.getLogger(__name__)


class OnScreen:
    """An example's: the message stays here, where `socert people messages` reads it."""

    def send(self, message: Message) -> Delivery:  # noqa: ARG002 - as the port has it
        """Leave it."""
        return Delivery.LEFT_HERE


@dataclass(frozen=True, slots=True)
class IntoFolder:
    """Writes each message as a JSON file of its own, whole or not at all, for another program to carry."""

    folder: Path

    def send(self, message: Message) -> Delivery:
        """Write it."""
        draft = self.folder / f".{message.id}.draft"
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(document(message))
            draft.replace(self.folder / f"{message.id}.json")
        except OSError as error:
            _log.warning("message %s was not written: %s", message.id, error.strerror)
            return Delivery.FAILED
        return Delivery.TAKEN


@dataclass(frozen=True, slots=True)
class ByCommand:
    """Starts a program for each message, with the JSON on its standard input; exit code 0 means it was taken."""

    command: Sequence[str]

    def send(self, message: Message) -> Delivery:
        """Start it and wait."""
        try:
            # What the program says may repeat the message, so it is not kept.
            done = subprocess.run(  # noqa: S603 - the operator's own command
                list(self.command),
                input=document(message),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_COMMAND_SECONDS_MAX,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.warning("message %s was not carried: %s", message.id, type(error).__name__)
            return Delivery.FAILED
        if done.returncode != 0:
            _log.warning("message %s was not carried: exit code %d", message.id, done.returncode)
            return Delivery.FAILED
        return Delivery.TAKEN


def document(message: Message) -> bytes:
    """A message as a program gets it, JSON in UTF-8."""
    said = {
        "id": str(message.id),
        "phone": message.phone,
        "text": message.body,
        "expires_at": message.expires_at.isoformat(),
    }
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"
