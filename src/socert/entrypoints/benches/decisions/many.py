"""Ninety-four programmes for a bench: the reference's own, and variants of them with other numbers."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import yaml

COUNT = 94

_ID = re.compile(r"^id: .*$", re.MULTILINE)
_WHEN = re.compile(r'when: "([^"]*)"')
_LITERAL = re.compile(r"(?<![\w'])([0-9]+)(?![\w'])")
_EXAMPLES = re.compile(r"^examples: .*\n", re.MULTILINE)


def write_programmes(reference: Sequence[Path], *, folder: Path, is_sound: Callable[[str], bool]) -> list[Path]:
    """Write 94 programme files into a folder and give their paths.

    Args:
        reference: files that decide; each comes as it is, then in variants whose conditions compare with other numbers.
        folder: where to write.
        is_sound: whether a text is a programme without mistakes; a variant that is not is written as it was.
    """
    paths = []
    for place in range(COUNT):
        source = reference[place % len(reference)]
        variant = place // len(reference)
        text = _EXAMPLES.sub("", source.read_text(encoding="utf-8"))
        name = yaml.safe_load(text)["id"]
        if variant:
            text = _ID.sub(f"id: {name}-{variant}", text, count=1)
            other = _WHEN.sub(partial(_shifted, variant=variant), text)
            text = other if is_sound(other) else text
        path = folder / f"{name}-{variant}.yaml"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _shifted(found: re.Match[str], *, variant: int) -> str:
    condition = _LITERAL.sub(lambda number: str(_other(int(number.group(1)), variant)), found.group(1))
    return f'when: "{condition}"'


def _other(number: int, variant: int) -> int:
    """Another number of about the same size: percentages and ages move a little, small counts by one at most."""
    few = 10
    return number + variant % 2 if number < few else number + variant * max(1, number // 50)
