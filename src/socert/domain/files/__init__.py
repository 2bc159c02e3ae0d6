"""Files that people write: programmes, facts, parameters, cases; read with paths, all mistakes told at once.

What it promises: nothing in a file surprises (no anchors, tags or repeated keys), a hostile file is left alone early,
and whoever wrote it learns every mistake with its line and how to mend it.
"""

from socert.domain.files.model import FILE_BYTES_MAX, Mistake
from socert.domain.files.rules import shapes
from socert.domain.files.rules.asking import NOTHING, SLUG_LENGTH_MAX, Asking
from socert.domain.files.rules.json_reading import read_json
from socert.domain.files.rules.reading import ERRORS_MAX, Entry, plain, read
from socert.domain.files.rules.shapes import Shape

__all__ = [
    "ERRORS_MAX",
    "FILE_BYTES_MAX",
    "NOTHING",
    "SLUG_LENGTH_MAX",
    "Asking",
    "Entry",
    "Mistake",
    "Shape",
    "plain",
    "read",
    "read_json",
    "shapes",
]
