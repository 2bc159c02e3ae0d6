"""Rows that were not taken in: counted, the first ones shown, all of them written to a file as they come."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from socert.domain import catalogue

_SHOWN_MAX = 20


@dataclass(slots=True)
class Rejects:
    """Writes rows to a CSV that is made with the first of them."""

    path: Path
    first: list[catalogue.Rejected] = field(default_factory=list)
    count: int = 0
    _file: IO[str] | None = None

    def take(self, row: catalogue.Rejected) -> None:
        """Keep a row."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(("line", "code", "reason_ru", "reason_en"))
        csv.writer(self._file).writerow((row.line, row.code.value, row.text.ru, row.text.en))
        self.count += 1
        if len(self.first) < _SHOWN_MAX:
            self.first.append(row)

    def close(self) -> None:
        """End the file."""
        if self._file is not None:
            self._file.close()


@contextmanager
def rejects_to(path: Path) -> Iterator[Rejects]:
    """Rejected rows, written to a file if there are any."""
    rejects = Rejects(path)
    try:
        yield rejects
    finally:
        rejects.close()
