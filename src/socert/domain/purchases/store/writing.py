"""How a batch is written: every column of every list is one array, which PostgreSQL reads quicker than any document."""

from collections.abc import Callable, Sequence
from operator import attrgetter

import msgspec

from socert.domain.purchases.model.written import BatchRows, LineRow, MovedRows

#: The columns of each list in the order in which `write_purchase_batch` takes them.
_COLUMNS = {
    "accounts": ("holder", "id", "held", "consumed", "returned", "units_held", "units_used"),
    "operations": (
        "id", "kind", "outcome", "merchant", "till", "holder", "parent", "total", "covered", "till_at", "receipt",
        "key", "body", "digest", "answer",
    ),
    "postings": ("operation", "place", "debit", "credit", "amount"),
    "lines": (
        "operation", "position", "gtin", "article", "name", "category", "quantity", "price", "discount", "amount",
        "covered", "reason", "denied", "waived",
    ),
}  # fmt: skip
#: Lists within a list: an array has no rows of unequal length, so each is the text of an array.
_PARTS = ("accounts", "amounts", "units")
_NO_PARTS = "{}"

_encode = msgspec.json.Encoder().encode


def _placeholders() -> str:
    names = [f"%({kind}_{column})s" for kind, columns in _COLUMNS.items() for column in columns]
    return ", ".join(names + [f"%(lines_{part})s" for part in _PARTS])


WRITE_BATCH = f"""
    select
        write_purchase_batch(
            %(lane)s, %(writer)s, %(seq)s, %(at)s, %(previous)s, %(chain)s, {_placeholders()},
            %(holds)s, %(hold_changes)s
        ),
        write_movement_lines(%(lane)s, %(moved)s::json)
"""
_getters: dict[str, Callable[[object], tuple[object, ...]]] = {
    kind: attrgetter(*columns) for kind, columns in _COLUMNS.items()
}


def encode_rows(rows: BatchRows) -> dict[str, object]:
    """The parameters of `write_purchase_batch` beside lane and writer."""
    return {
        "seq": rows.seq,
        "at": rows.at,
        "previous": rows.previous,
        "chain": rows.chain,
        **_columns("accounts", rows.accounts),
        **_columns("operations", rows.operations),
        "operations_digest": [f"\\x{one.digest}" for one in rows.operations],
        **_columns("postings", rows.postings),
        **_columns("lines", rows.lines),
        "lines_accounts": [_array(line.accounts) for line in rows.lines],
        "lines_amounts": [_array(line.amounts) for line in rows.lines],
        "lines_units": [_units(line) for line in rows.lines],
        "holds": _encode(rows.holds).decode() if rows.holds else None,
        "hold_changes": _encode(rows.hold_changes).decode() if rows.hold_changes else None,
    }


def encode_moved(moved: MovedRows | None) -> str | None:
    """The parameter of `write_movement_lines`."""
    return None if moved is None else _encode(moved).decode()


def _columns(kind: str, rows: Sequence[object]) -> dict[str, object]:
    columns = [list(one) for one in zip(*map(_getters[kind], rows), strict=True)] or [[] for _ in _COLUMNS[kind]]
    return {f"{kind}_{name}": column for name, column in zip(_COLUMNS[kind], columns, strict=True)}


def _array(numbers: Sequence[int]) -> str:
    if not numbers:
        return _NO_PARTS
    return "{%d}" % numbers[0] if len(numbers) == 1 else "{" + ",".join(map(str, numbers)) + "}"  # noqa: UP031 - quicker


def _units(line: LineRow) -> str | None:
    return None if line.units is None else _array(line.units)
