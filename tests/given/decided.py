"""Files of decisions as `decide population` writes them, made of whatever a test says."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

ENTITLED, NOT_ENTITLED, NEEDS_EVIDENCE = "entitled", "not_entitled", "needs_evidence"


def write_decisions(
    path: Path,
    rows: Sequence[Mapping[str, Any]],
    *,
    programme: str,
    version_sha256: str,
    decided_for: date,
    types: Mapping[str, str] | None = None,
    notes: Mapping[str, Any] | str | None = None,
) -> Path:
    """A Parquet file with these rows: `person`, `decision`, and `amount.ALLOWANCE` or `units.ALLOWANCE`.

    `types` are those of columns that differ; `notes` what stands in the metadata instead of what should.
    """
    said = notes or {
        "format": "socert.decisions/1",
        "date": decided_for.isoformat(),
        "decided_on": decided_for.isoformat(),
        "region": "river",
        "programmes": [{"id": programme, "valid_from": "2026-01-01", "sha256": version_sha256, "leaves": ["OLD"]}],
        "engine": "tests",
    }
    text = (said if isinstance(said, str) else json.dumps(said)).replace("'", "''")
    names = list(rows[0])
    kinds = {"person": "BIGINT", "decision": "VARCHAR", **dict(types or {})}
    columns = ", ".join(f'"{_full(name, programme)}" {kinds.get(name, "BIGINT")}' for name in names)
    with duckdb.connect() as conn:
        conn.execute(f"create table made ({columns})")
        conn.executemany(
            f"insert into made values ({', '.join('?' for _ in names)})",
            [[row[name] for name in names] for row in rows],
        )
        conn.execute(f"copy made to '{path}' (format parquet, kv_metadata {{socert: '{text}'}})")
    return path


def _full(name: str, programme: str) -> str:
    return name if name == "person" else f"{programme}.{name}"
