"""What the bench of decisions saw, and its page for readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from socert.entrypoints.benches.decisions.accuracy import Counts
from socert.entrypoints.benches.decisions.doors import FromFileToFile
from socert.entrypoints.benches.decisions.openfisca import Compared
from socert.entrypoints.benches.decisions.speed import Population


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was seen; `ratios` is empty where OpenFisca could not run, and `openfisca_is_away` says why."""

    at: datetime
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    people: int
    programmes: int
    criteria: int
    unjustified_refusals: int
    unjustified_grants: int
    asked: int
    register_errors: int
    three_values: Counts
    two_values: Counts
    by_programme: Mapping[str, Mapping[str, Counts]]
    one_case_ms: float
    seconds_per_million: float
    seconds_per_million_one_thread: float
    threads: int
    growth: list[Population]
    from_file_to_file: list[FromFileToFile]
    peak_mib: int
    openfisca: Compared | None
    openfisca_is_away: str | None
    ratios: Mapping[str, float]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether nobody was refused or granted what the truth, rightly or not known, says otherwise."""
        return not (self.unjustified_refusals or self.unjustified_grants)


def write(report: Report, folder: Path) -> Path:
    """Write the dated report as JSON and as a page; gives the page."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"decisions-{report.at:%Y-%m-%d}"
    document = msgspec.json.format(msgspec.json.encode(report), indent=2)
    (folder / f"{name}.json").write_bytes(document + b"\n")
    page = folder / f"{name}.md"
    page.write_text(markdown(report), encoding="utf-8")
    return page


def markdown(report: Report) -> str:
    """The page."""
    growth = "\n".join(
        f"| {one.people:,} | {one.seconds} | {one.seconds_one_thread} | {one.file_seconds} "
        f"| {one.seconds_per_million} |"
        for one in report.growth
    )
    files = "\n".join(
        f"| {one.people:,} | {one.programmes} | {one.seconds} | {one.peak_mib:,} | {one.written_mib:,} |"
        for one in report.from_file_to_file
    )
    counted = "\n".join(
        f"| {words} | {getattr(report.three_values, name):,} | {getattr(report.two_values, name):,} |"
        for name, words in _COUNTED.items()
    )
    return f"""# Decisions, {report.at:%Y-%m-%d}

`socert bench decisions`: {report.people:,} invented people, {report.programmes} programmes; speed by one programme of
{report.criteria} criteria, with decision, both sets of reasons, review and amount for everybody.
{report.machine["processor"]}, {report.machine["cores"]} cores, DuckDB {report.versions["duckdb"]}; load of the machine
at the end {report.machine["load_average_at_end"]}.

## How right

| of all decisions | three values | two values |
|---|---|---|
{counted}

Unjustified is a decision against the truth although every fact it rests on was right or unknown. Two values: the same
facts, with everything unknown taken for no or zero, as is usual. The truth is decided apart, in plain yes and no;
nobody who decides sees it.

## How fast

One case with its reasons in plain Python: {report.one_case_ms} ms.

| people | seconds in memory, {report.threads} threads | one thread | from file to file | seconds a million in memory |
|---|---|---|---|---|
{growth}

{_beside(report)}

| `socert decide population`, people | programmes | seconds | MiB at most | MiB written |
|---|---|---|---|---|
{files}
"""


_COUNTED = {
    "decisions": "decisions",
    "entitled_in_truth": "entitled in truth",
    "entitled": "decided entitled",
    "not_entitled": "decided not entitled",
    "asked": "asked for evidence",
    "unjustified_refusals": "unjustified refusals",
    "unjustified_grants": "unjustified grants",
    "register_errors": "wrong because a fresh, authoritative register was wrong",
    "statement_errors": "wrong because something no authoritative register said was wrong",
}


def _beside(report: Report) -> str:
    if report.openfisca is None:
        return f"OpenFisca could not run here: {report.openfisca_is_away}"
    theirs, times = report.openfisca, report.ratios
    rows = (
        ("from file to file", theirs.file_seconds, times["openfisca_to_ours"]),
        ("in memory", theirs.seconds, times["openfisca_to_ours_in_memory"]),
        ("in memory, words coded beforehand", theirs.coded_seconds, times["openfisca_to_ours_in_memory_coded"]),
    )
    table = "\n".join(f"| {way} | {seconds} | {ratio} |" for way, seconds, ratio in rows)
    version = f"OpenFisca {theirs.version}, {theirs.threads} thread"
    return f"""Beside it {version}, the same rule for {theirs.people:,} people, one boolean and no reasons. It
takes values as they stand, however old, and knows no unknown: {theirs.granted:,} were granted, nobody was asked. Ours
settles what registers said, and gives both sets of reasons, review and amount.

| OpenFisca | seconds | times ours |
|---|---|---|
{table}"""
