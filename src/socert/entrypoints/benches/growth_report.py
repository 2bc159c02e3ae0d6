"""The bench of growth for readers: a table in Markdown, and the document."""

from pathlib import Path

import msgspec

from socert.entrypoints.benches.growth import Report, Stage, work
from socert.entrypoints.benches.rows import Row

COLUMNS = (
    "certificates", "journal rows", "database GB", "seeding s", "way", "processes", "a second", "to the first",
    "µs", "p99 ms", "WAL bytes", "HOT",
)  # fmt: skip


def write(report: Report, folder: Path) -> Path:
    """Write the dated report; gives the page."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"growth-{report.at:%Y-%m-%d}"
    document = msgspec.json.format(msgspec.json.encode(report), indent=2)
    (folder / f"{name}.json").write_bytes(document + b"\n")
    page = folder / f"{name}.md"
    page.write_text(markdown(report), encoding="utf-8")
    return page


def markdown(report: Report) -> str:
    """The page."""
    lines = "\n".join
    told = [f"| {' | '.join(map(str, line))} |" for line in table_lines(report)]
    return f"""# Purchases a second as the database grows, {report.at:%Y-%m-%d}

`socert bench growth`: a fresh town for each number of certificates, {report.size.goods:,} goods,
{report.size.purchases:,} purchases a row or {report.size.seconds_max} s, after as many that are not counted and a
checkpoint; engine in batches of 100 without HTTP, HTTP with 64 connections, everything on one machine. The last stage
adds a year of purchases to the town before it: rows of `posting` and `receipt_line` together, spread over its months,
with their operations. "To the first": of purchases a second at the first stage, the same way. "µs": processor time of
a purchase, server and database together, which other work on the machine disturbs less.

| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
{lines(told)}

| machine, settings | |
|---|---|
{lines(f"| {name} | {value} |" for name, value in (report.machine | report.settings).items())}
"""


def table_lines(report: Report) -> list[tuple[object, ...]]:
    """The table, stage by stage."""
    return [
        _line(stage, row, of=small)
        for stage in report.stages
        for row, small in zip(stage.rows, report.stages[0].rows, strict=True)
    ]


def _line(stage: Stage, row: Row, *, of: Row) -> tuple[object, ...]:
    return (
        f"{stage.certificates:,}",
        f"{stage.journal_rows:,}",
        round(stage.database_bytes / 1e9, 2),
        stage.seeding_seconds,
        row.way,
        row.processes,
        f"{row.per_second:,.0f}",
        round(row.per_second / of.per_second, 3),
        round(work(row)),
        "" if row.p99 is None else row.p99,
        row.measured.wal_per_operation,
        row.measured.hot_ratio,
    )
