"""Files and functions stay short enough to be read, and every module says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

from given.checkout import place, source_files

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50


def test_no_source_file_is_over_its_limit() -> None:
    lengths = {place(path): len(_text(path).splitlines()) for path in source_files()}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES_MAX} == {}


def test_no_function_is_over_its_limit() -> None:
    lengths = {name: lines for path in source_files() for name, lines in _functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES_MAX} == {}


def test_every_module_opens_with_a_caption() -> None:
    captions = {place(path): ast.get_docstring(ast.parse(_text(path))) for path in source_files()}
    assert [name for name, caption in captions.items() if not caption] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(_text(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield f"{place(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1
