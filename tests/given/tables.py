"""Which room owns a table, read from the `-- room: NAME` line above it in the migrations, and who writes to it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from given.checkout import MIGRATIONS

NAME = r"(?:if not exists\s+)?(?:\w+\.)?\"?(?P<name>\w+)"
OWNED = re.compile(rf"^-- room: (?P<room>\w+)\n+create (?:unlogged )?table {NAME}", re.MULTILINE)
CREATED = re.compile(rf"^\s*create (?:unlogged )?table {NAME}", re.MULTILINE)
FUNCTION = re.compile(
    rf"^create (?:or replace )?function {NAME}.*?(?P<quote>\$\w*\$)(?P<body>.*?)(?P=quote)", re.MULTILINE | re.DOTALL
)
WRITTEN = re.compile(
    r"\b(?:insert\s+into|update(?:\s+only)?|delete\s+from(?:\s+only)?|merge\s+into|truncate(?:\s+table)?|copy)"
    r"\s+(?:\w+\.)?\"?(?P<name>\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Function:
    """A function the migrations make: its name and its body."""

    name: str
    body: str


def room_of_table() -> dict[str, str]:
    """Every table with a `-- room:` line, and that room."""
    return {found["name"]: found["room"] for text in _migrations() for found in OWNED.finditer(text)}


def created_tables() -> set[str]:
    """Every table the migrations create."""
    return {found["name"] for text in _migrations() for found in CREATED.finditer(text)}


def functions() -> tuple[Function, ...]:
    """Every function the migrations make, oldest first."""
    return tuple(
        Function(name=found["name"], body=found["body"]) for text in _migrations() for found in FUNCTION.finditer(text)
    )


def written_tables(text: str) -> set[str]:
    """The words that stand where SQL names the table it writes to (`insert into X`, `update X`, …)."""
    return {found["name"].lower() for found in WRITTEN.finditer(text)}


def sql_in(module: str) -> str:
    """The text constants of a Python module, where its SQL stands; docstrings and comments are left out."""
    tree = ast.parse(module)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings]
    return "\n".join(each.value for each in constants if isinstance(each.value, str))


def _migrations() -> Iterator[str]:
    for path in sorted(Path(MIGRATIONS).glob("*.sql")):
        yield path.read_text(encoding="utf-8")
