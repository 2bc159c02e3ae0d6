"""`socert checkpoint`, `verify --checkpoint`, `backup` and `restore`, as programs and people see them."""

import json
import stat
from pathlib import Path

import pytest

from given.command_line import CommandLine
from socert import keys
from socert.domain import evidence


@pytest.fixture
def file(socert: CommandLine, tmp_path: Path) -> Path:
    """A checkpoint."""
    said = socert.ask("checkpoint", "--out", str(tmp_path / "checkpoint.json"))
    assert said["file"] == str(tmp_path / "checkpoint.json")
    return tmp_path / "checkpoint.json"


def test_the_key_is_made_with_the_installation_and_stays_closed(socert: CommandLine) -> None:
    private, public = socert.home / keys.PRIVATE, socert.home / keys.PUBLIC
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(public.stat().st_mode) & 0o444
    assert "PRIVATE" not in public.read_text()


def test_a_checkpoint_says_how_far_history_has_come_and_fits(socert: CommandLine, file: Path) -> None:
    said = socert.ask("verify", "--checkpoint", str(file))
    assert said["checkpoint"]["file"] == str(file)
    assert said["checkpoint"]["batches"] >= 1
    assert {"name": "checkpoint", "rows": said["checkpoint"]["batches"], "first_bad": None} in said["checks"]
    assert socert.ask("verify")["checkpoint"] is None


def test_without_a_name_checkpoints_are_kept_in_the_folder(socert: CommandLine) -> None:
    said = socert.ask("checkpoint")
    assert Path(said["file"]).parent == socert.home / "checkpoints"
    assert set(said) == {
        "file", "installation", "made_at", "at", "heads", "counts", "sealed_now", "public_key",
    }  # fmt: skip


def test_a_checkpoint_is_never_written_over_something(socert: CommandLine, file: Path) -> None:
    before = file.read_bytes()
    said = socert.run("checkpoint", "--out", str(file), "--json")
    assert (said.code, said.document["refused"]["code"]) == (1, "checkpoint_unwritable")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("altered", "code"),
    [
        (('"made_at": "2', '"made_at": "1'), "checkpoint_forged"),
        (('"heads"', '"tails"'), "checkpoint_damaged"),
        (None, "checkpoint_key_differs"),
    ],
)
def test_what_proves_nothing_is_refused(
    socert: CommandLine, file: Path, tmp_path: Path, altered: tuple[str, str] | None, code: str
) -> None:
    if altered is not None:
        file.write_text(file.read_text().replace(*altered))
    other = tmp_path / "other.pub"
    other.write_text(evidence.public_pem(evidence.new_signing_key().public_key()))
    key = () if altered else ("--public-key", str(other))
    said = socert.run("verify", "--checkpoint", str(file), *key, "--json")
    assert (said.code, said.document["refused"]["code"]) == (1, code)


def test_a_checkpoint_of_another_installation_is_refused(socert: CommandLine, other: CommandLine, file: Path) -> None:
    assert other.run("init").code == 0
    public = str(socert.home / keys.PUBLIC)
    for more, code in (((), "checkpoint_key_differs"), (("--public-key", public), "checkpoint_foreign")):
        said = other.run("verify", "--checkpoint", str(file), *more, "--json")
        assert (said.code, said.document["refused"]["code"]) == (1, code)


def test_a_lost_key_is_not_replaced_in_silence(other: CommandLine) -> None:
    assert other.run("init").code == 0
    (other.home / keys.PRIVATE).unlink()
    said = other.run("checkpoint", "--json")
    assert (said.code, said.document["refused"]["code"]) == (1, "unable_to_sign")
    (other.home / keys.PUBLIC).rename(other.home / "older.pub")
    other.ask("checkpoint")
    assert (other.home / keys.PRIVATE).exists()


def test_a_backup_is_restored_on_another_machine_with_its_keys(
    socert: CommandLine, other: CommandLine, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    made = socert.ask("backup", str(backup))
    again = socert.run("backup", str(backup), "--json")
    assert (again.code, again.document["refused"]["code"]) == (1, "unable_to_back_up")
    refused = other.run("restore", str(backup), "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (1, "public_key_missing")
    public = ("--public-key", str(socert.home / keys.PUBLIC))
    refused = other.run("restore", str(backup), *public, "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (1, "unable_to_restore")
    for name in ("card.key", keys.PRIVATE, keys.PUBLIC):
        (other.home / name).write_bytes((socert.home / name).read_bytes())
    restored = other.ask("restore", str(backup))
    assert (restored["installation"], restored["database"]) == (made["installation"], "socert")
    assert other.ask("verify", "--checkpoint", made["checkpoint"])["first_bad"] is None
    over = other.run("restore", str(backup), "--json")
    assert (over.code, over.document["refused"]["code"]) == (1, "unable_to_restore")
    backup.write_bytes(backup.read_bytes()[:-100])
    cut = other.run("restore", str(backup), "--database", "cut", "--json")
    assert (cut.code, cut.document["refused"]["code"]) == (1, "backup_unusable")


def test_a_server_leaves_a_checkpoint_of_all_it_did(socert: CommandLine) -> None:
    folder = socert.home / "checkpoints"
    before = set(folder.glob("*.json"))
    with socert.serving():
        pass
    (written,) = set(folder.glob("*.json")) - before
    assert json.loads(written.read_text())["checkpoint"]["heads"]
    assert socert.ask("verify", "--checkpoint", str(written))["first_bad"] is None


def test_a_public_key_goes_with_a_checkpoint(socert: CommandLine) -> None:
    said = socert.run("verify", "--public-key", str(socert.home / keys.PUBLIC))
    assert said.code == 2
