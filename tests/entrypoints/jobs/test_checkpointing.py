"""A running server writes checkpoints by itself, only when something happened, and survives when it cannot."""

import asyncio
import dataclasses
import time
from pathlib import Path

import pytest

from entrypoints.jobs.conftest import Kept
from given.serving import line, receipt
from socert.domain import evidence, monitoring
from socert.entrypoints.jobs.checkpointing import Checkpointing
from socert.postgres import connect

pytestmark = pytest.mark.anyio
_SECONDS_MAX = 20


def _written(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


async def _wait_for(folder: Path, count: int) -> None:
    def look() -> None:
        end = time.monotonic() + _SECONDS_MAX
        while len(_written(folder)) < count:
            assert time.monotonic() < end
            time.sleep(0.02)

    await asyncio.to_thread(look)


async def test_one_is_written_for_each_time_in_which_something_happened(kept: Kept) -> None:
    folder = kept.site.checkpoint_folder
    writing = Checkpointing(kept.site, every_seconds=0.05)
    writing.start()
    await _wait_for(folder, 1)
    await asyncio.sleep(0.5)
    assert len(_written(folder)) == 1
    await asyncio.to_thread(
        lambda: kept.served.till().authorise(receipt(kept.served.city.anna.card, line(), capture=True))
    )
    await _wait_for(folder, 2)
    await writing.close()
    last = _written(folder)[-1].read_bytes()
    with connect(kept.site.application_url) as conn:
        then = evidence.read_for(conn, last, key=None)
    assert isinstance(then, evidence.Checkpoint)
    with connect(kept.site.application_url) as fresh:
        assert monitoring.verify(fresh, checkpoint=then).passed


async def test_a_folder_that_cannot_be_written_to_ends_no_server(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    site = dataclasses.replace(kept.site, checkpoint_folder=tmp_path / "file" / "checkpoints")
    writing = Checkpointing(site, every_seconds=0.05)
    writing.start()
    await asyncio.sleep(0.3)
    await writing.close()


async def test_a_database_that_is_away_ends_no_server(kept: Kept) -> None:
    writing = Checkpointing(kept.site_of("test_nowhere"), every_seconds=0.05)
    writing.start()
    await asyncio.sleep(0.3)
    await writing.close()
