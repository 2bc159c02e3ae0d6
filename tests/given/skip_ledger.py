"""Skipped tests are accounted for: with CI=true a skip that tests/skips.toml does not list is a failure.

A pytest plugin. It works on the reports themselves, so it holds under xdist too, where skips of whole modules never
reach the process that counts.
"""

import os
import tomllib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class ListedSkip:
    """A skip we agreed to: `test` is a node id (or the part before `[`, or a file), `reason` how its reason begins."""

    test: str
    reason: str

    def covers(self, *, node: str, reason: str) -> bool:
        """Whether this entry speaks of the skipped test `node` and gives the reason it was skipped for."""
        named = node == self.test or node.startswith((f"{self.test}::", f"{self.test}["))
        return named and reason.startswith(self.reason)


def listed_skips(path: Path) -> tuple[ListedSkip, ...]:
    """The entries of a file like tests/skips.toml; none when there is no such file."""
    if not path.exists():
        return ()
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("skip", [])
    return tuple(ListedSkip(test=entry["test"], reason=entry["reason"]) for entry in entries)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judges the skip of one test."""
    report = yield
    _judge(report, listed_in=item.config.rootpath)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judges the skip of a whole module."""
    report = yield
    _judge(report, listed_in=collector.config.rootpath)
    return report


def _judge(report: pytest.TestReport | pytest.CollectReport, *, listed_in: Path) -> None:
    # An expected failure is reported as a skip as well; it is not one.
    if os.environ.get("CI") != "true" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = _reason(report)
    listed = listed_skips(listed_in / "tests" / "skips.toml")
    if not any(entry.covers(node=report.nodeid, reason=reason) for entry in listed):
        report.outcome = "failed"
        report.longrepr = (
            f"{report.nodeid} was skipped ({reason or 'no reason given'}), and tests/skips.toml does not list it. "
            "Let it run, or list it there with its reason."
        )


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr or "")
    return text.removeprefix("Skipped").removeprefix(":").strip()
