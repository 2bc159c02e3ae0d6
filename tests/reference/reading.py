"""Reads the files of `reference/` for the tests beside this module."""

import csv
from pathlib import Path
from typing import Any

import yaml

REFERENCE = Path(__file__).parents[2] / "reference"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of one CSV file, by column."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def header(name: str) -> str:
    """The first line of one CSV file."""
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return file.readline().rstrip("\n")


def document(name: str) -> Any:
    """What one YAML file holds."""
    return yaml.safe_load((REFERENCE / name).read_text(encoding="utf-8"))


def parents() -> dict[str, str]:
    """Category id to the id of its parent; the root's parent is empty."""
    return {row["id"]: row["parent"] for row in rows("categories.csv")}


def line_of(category: str) -> list[str]:
    """The category and all above it, the root last.

    Raises:
        AssertionError: the way up does not end, or leads to a category that is not there.
    """
    above = parents()
    line = [category]
    while above[line[-1]]:
        line.append(above[line[-1]])
        assert len(line) <= len(above), f"{category} lies under itself"
    return line


def leaves() -> set[str]:
    """The categories nothing lies under."""
    above = parents()
    return set(above) - set(above.values())
