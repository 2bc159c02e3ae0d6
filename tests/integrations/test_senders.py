"""Senders hand a message over whole, say when they could not, and never log what it says."""

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from socert.domain.messages import Delivery, Message
from socert.integrations.messages import ByCommand, IntoFolder, OnScreen
from socert.outside import make_sender
from socert.settings import UnusableSetting, read_settings

MESSAGE = Message(UUID(int=7), "+79990001122", "Код 123456", datetime(2026, 11, 22, 7, 5, tzinfo=UTC))
DOCUMENT = {
    "id": str(UUID(int=7)),
    "phone": "+79990001122",
    "text": "Код 123456",
    "expires_at": "2026-11-22T07:05:00+00:00",
}


def test_a_folder_gets_one_private_file_a_message(tmp_path: Path) -> None:
    for _ in range(2):
        assert IntoFolder(tmp_path).send(MESSAGE) is Delivery.TAKEN
    (path,) = tmp_path.iterdir()
    assert path.name == f"{UUID(int=7)}.json"
    assert json.loads(path.read_text(encoding="utf-8")) == DOCUMENT
    assert path.stat().st_mode & 0o077 == 0


def test_a_command_gets_the_message_on_its_standard_input(tmp_path: Path) -> None:
    keep = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    out = tmp_path / "said"
    assert ByCommand((sys.executable, "-c", keep, str(out))).send(MESSAGE) is Delivery.TAKEN
    assert json.loads(out.read_text(encoding="utf-8")) == DOCUMENT


@pytest.mark.parametrize(
    "sender",
    [
        ByCommand((sys.executable, "-c", "import sys; print(sys.stdin.read()); sys.exit(3)")),
        ByCommand(("there-is-no-such-program",)),
        IntoFolder(Path("there-is-no-such-folder")),
    ],
    ids=["exit code", "no program", "no folder"],
)
def test_a_failure_is_told_and_says_nothing_of_the_message(
    sender: ByCommand | IntoFolder, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert sender.send(MESSAGE) is Delivery.FAILED
    assert str(MESSAGE.id) in caplog.text
    assert "123456" not in caplog.text
    assert "+7999" not in caplog.text


def test_the_screen_leaves_it_where_it_is() -> None:
    assert OnScreen().send(MESSAGE) is Delivery.LEFT_HERE


def test_the_settings_say_who_carries(tmp_path: Path) -> None:
    assert make_sender(read_settings({})) is None
    folder = {"SOCERT_MESSAGE_FOLDER": str(tmp_path)}
    assert make_sender(read_settings(folder)) == IntoFolder(tmp_path)
    command = {"SOCERT_MESSAGE_COMMAND": "gateway --from 'the region'"}
    assert make_sender(read_settings(folder | command)) == ByCommand(("gateway", "--from", "the region"))
    with pytest.raises(UnusableSetting, match="SOCERT_MESSAGE_COMMAND"):
        read_settings({"SOCERT_MESSAGE_COMMAND": "gateway 'open"})
    with pytest.raises(UnusableSetting, match="SOCERT_MESSAGE_FOLDER"):
        read_settings({"SOCERT_MESSAGE_FOLDER": str(tmp_path / "absent")})
