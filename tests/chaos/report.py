"""The report of `make chaos`: a part for each kind of trouble, kept in one file, so that each can be gone on with."""

import json
import os
from pathlib import Path
from typing import Any

Json = dict[str, Any]
#: Written where this is set; nowhere in the suite.
REPORT = os.environ.get("CHAOS_REPORT")


def read_part(name: str) -> Json:
    """What was counted so far; nothing at first."""
    found: Json = _read().get(name, {})
    return found


def write_part(name: str, counted: Json) -> None:
    """Keep it beside the other parts."""
    if REPORT is not None:
        draft = Path(f"{REPORT}.draft")
        draft.write_text(json.dumps(_read() | {name: counted}, indent=2) + "\n", encoding="utf-8")
        draft.replace(REPORT)


def _read() -> Json:
    if REPORT is None or not Path(REPORT).exists():
        return {}
    found: Json = json.loads(Path(REPORT).read_text(encoding="utf-8"))
    # Kills were once alone in the file.
    return {"kills": found} if "rounds" in found else found
