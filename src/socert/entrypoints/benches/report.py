"""The bench of purchases for readers: a table in Markdown, a chart, the document."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import vl_convert

from socert.entrypoints.benches.authorise import Report, count_of
from socert.entrypoints.benches.rows import Row

#: What is wanted of the ratios on two cores.
WANTED = {
    "http_to_pgbench": 1.6,
    "http_to_pgbench_at_64": 1.2,
    "http_to_naive": 10.0,
    "http_to_naive_at_1": 0.9,
    "http_1024_to_256": 1.0,
    "engine_to_bare_batch": 0.25,
    "batch_endpoint_to_engine": 0.8,
}
_COLUMNS = (
    "way", "processes", "connections", "batch", "a second", "p50 ms", "p99 ms", "mean batch", "rows", "WAL bytes",
    "without images", "HOT", "load %", "web %", "database %", "others %",
)  # fmt: skip


def write(report: Report, folder: Path) -> Path:
    """Write the dated report; gives the page."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"authorise-{report.at:%Y-%m-%d}"
    document = msgspec.json.format(msgspec.json.encode(report), indent=2)
    (folder / f"{name}.json").write_bytes(document + b"\n")
    (folder / f"{name}.svg").write_text(chart(report), encoding="utf-8")
    page = folder / f"{name}.md"
    page.write_text(markdown(report, chart_file=f"{name}.svg"), encoding="utf-8")
    return page


def markdown(report: Report, *, chart_file: str) -> str:
    """The page."""
    lines = "\n".join
    size = report.size
    ratios = [
        f"| `{name}` | {ratio.value} | {WANTED[name]} | {ratio.of} | {ratio.to} |"
        for name, ratio in report.ratios_explained.items()
    ]
    return f"""# Purchases a second, {report.at:%Y-%m-%d}

`socert bench authorise`: {size.certificates:,} certificates, {size.goods:,} goods, {size.purchases:,} purchases a row
or {size.seconds_max} s, a checkpoint before each row, everything on one machine. Load by {report.load_generator}; an
answer has {report.answer_bytes} bytes; from the start of a server to its first answer
{report.start_to_first_answer_seconds} s.

![Purchases a second]({chart_file})

| ratio | seen | wanted | of | to |
|---|---|---|---|---|
{lines(ratios)}

| {" | ".join(_COLUMNS)} |
|{"---|" * len(_COLUMNS)}
{lines(_line(row) for row in report.rows)}

Rows, bytes of write-ahead log (WAL) and updates in place (HOT) are counted a purchase; of two messages, a message.
Shares are of all cores; `others` is whatever else the machine did. Latencies of rows without a fixed rate are those of
a closed loop.

## Where the time goes

Microseconds of a processor a purchase, of all {report.machine["cores"]} cores together:

| way | processes | connections | batch | load | web | database | others | all |
|---|---|---|---|---|---|---|---|---|
{lines(_cost(row) for row in report.rows if not row.fixed_rate)}

{_short_of(report)}

## Write-ahead log

{_wal(report.wal)}

## Machine

| machine, versions, settings | |
|---|---|
{lines(f"| {name} | {value} |" for name, value in (report.machine | report.versions | report.settings).items())}
"""


def _line(row: Row) -> str:
    one = row.measured
    shares = [round(one.processor[name] * 100) for name in ("load", "web", "database", "others")]
    values = (
        row.way + (f" ({row.fixed_rate:,} a second)" if row.fixed_rate else ""),
        row.processes,
        row.connections,
        row.batch,
        f"{row.per_second:,.0f}",
        row.p50,
        row.p99,
        one.mean_batch,
        one.rows_per_operation,
        one.wal_per_operation,
        one.wal_per_operation_without_images,
        one.hot_ratio,
        *shares,
    )
    return "| " + " | ".join("" if value is None else str(value) for value in values) + " |"


def _wal(wal: Mapping[str, object]) -> str:
    return (
        f"WAL of a purchase: ours {wal.get('ours')} bytes ({wal.get('ours_without_images')} without images of whole"
        f" pages),\npgbench {wal.get('pgbench')} ({wal.get('pgbench_without_images')}): {wal.get('apart_percent')} %"
        f" apart without images.\n{wal.get('explained')}"
    )


def _cost(row: Row) -> str:
    costs = row.measured.processor_us_per_operation
    spent = [costs[name] for name in ("load", "web", "database", "others")]
    values = (row.way, row.processes, row.connections, row.batch, *(f"{one:.0f}" for one in (*spent, sum(spent))))
    return "| " + " | ".join("" if value is None else str(value) for value in values) + " |"


def _short_of(report: Report) -> str:
    """What was wanted and not reached, in a sentence."""
    short = [f"`{name}` {value} of {WANTED[name]}" for name, value in report.ratios.items() if value < WANTED[name]]
    return f"Short of what is wanted: {', '.join(short)}." if short else "All that is wanted was reached."


def chart(report: Report) -> str:
    """Purchases a second by connections, clients or batch, as SVG."""
    ways = ("http", "pgbench", "naive", "engine")  # a bare batch would press all others together
    values = [
        {
            "way": row.way if row.way in ("pgbench", "naive") else f"{row.way}, {count_of(row.processes)}",
            "at once": row.connections or row.batch,
            "a second": row.per_second,
        }
        for row in report.rows
        if row.way in ways
    ]
    drawing = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": f"Purchases a second, {report.at:%Y-%m-%d}",
        "width": 640,
        "height": 360,
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {
                "field": "at once",
                "type": "quantitative",
                "scale": {"type": "log", "base": 2},
                "title": "connections, clients or batch",
            },
            "y": {"field": "a second", "type": "quantitative", "title": "purchases a second"},
            "color": {"field": "way", "type": "nominal", "title": None},
        },
    }
    svg: str = vl_convert.vegalite_to_svg(drawing)
    return svg
