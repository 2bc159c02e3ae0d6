"""What is wrong in a file that people write."""

from dataclasses import dataclass

from socert.values import Text

FILE_BYTES_MAX = 256 * 1024


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a file: where, a stable code, and how to mend it.

    `path` is written like versions[0].allowances[1].amount and is empty for the whole file; lines count from 1.
    """

    path: str
    line: int | None
    code: str
    text: Text

    def __str__(self) -> str:
        place = "" if self.line is None else f"line {self.line}: "
        return f"{place}{self.path or 'the file'}: {self.text.en}"
