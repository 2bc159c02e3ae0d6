"""Reads the published barcode format line by line: UTF-8, values parted by tabs, a first line of column names."""

from dataclasses import dataclass

from socert.domain.catalogue.model import ListFlaw, Rejected, RowFlaw, UnreadableList
from socert.domain.catalogue.rules.rows import GTIN_IS_IN_STORE, NAME_LENGTH_MAX, NAME_UNUSABLE, is_clean
from socert.values import Gtin, InvalidGtin, Text, gtin14

COLUMNS = ("ID", "UPCEAN", "Name", "CategoryID", "CategoryName", "BrandID", "BrandName")
LINE_BYTES_MAX = 16_384
PATH_LENGTH_MAX = 400

# 12 digits beginning with 46: barcodes of 13 digits that lost one on the way. A till reads such a code as a shop's own.
_SHORT_BY_A_DIGIT = "0046"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row that can be used: barcode as a number, name, and the source's own category."""

    line: int
    gtin: int
    name: str
    path: str


@dataclass(slots=True)
class SourceReader:
    """Reads rows by the columns of a header; counts what is not in UTF-8 to tell a bad row from a wrong encoding."""

    _gtin: int
    _name: int
    _path: int
    _width: int
    _foreign: int = 0
    _undecodable: int = 0

    @classmethod
    def of(cls, header: bytes) -> "SourceReader":
        """From the first line of a file.

        Raises:
            UnreadableList: it is empty, no text, or lacks a column of the format.
        """
        if not header.strip():
            raise UnreadableList(ListFlaw.EMPTY, line=1)
        try:
            names = header.decode("utf-8-sig").rstrip("\r\n").split("\t")
        except UnicodeDecodeError:
            raise UnreadableList(ListFlaw.NOT_TEXT, line=1) from None
        if "\0" in names[0]:
            raise UnreadableList(ListFlaw.NOT_TEXT, line=1)
        for column in COLUMNS:
            if column not in names:
                raise UnreadableList(ListFlaw.COLUMN_MISSING, line=1, detail=column)
        return cls(names.index("UPCEAN"), names.index("Name"), names.index("CategoryName"), len(names))

    def read(self, raw: bytes, *, line: int) -> SourceRow | Rejected:
        """A row, or why it cannot be used."""
        if len(raw) > LINE_BYTES_MAX:
            return Rejected(line, RowFlaw.ROW_BROKEN, _ROW_BROKEN)
        if not raw.isascii():
            self._foreign += 1
        try:
            fields = raw.decode().rstrip("\r\n").split("\t")
        except UnicodeDecodeError:
            self._undecodable += 1
            return Rejected(line, RowFlaw.NOT_UTF8, _NOT_UTF8)
        if len(fields) != self._width:
            return Rejected(line, RowFlaw.ROW_BROKEN, _ROW_BROKEN)
        return _usable(line, fields[self._gtin], fields[self._name], fields[self._path])

    @property
    def is_in_another_encoding(self) -> bool:
        """Whether most of what is not plain Latin cannot be read: not bad rows, but another encoding."""
        return self._undecodable * 2 > self._foreign


def _usable(line: int, code: str, name: str, path: str) -> SourceRow | Rejected:
    try:
        code = gtin14(code)
    except InvalidGtin as error:
        return Rejected(line, RowFlaw.GTIN_INVALID, error.text)
    if code[0] == "0" and Gtin(code).is_in_store and not code.startswith(_SHORT_BY_A_DIGIT):
        return Rejected(line, RowFlaw.GTIN_IS_IN_STORE, GTIN_IS_IN_STORE)
    name = " ".join(name.split())
    if not is_clean(name, length_max=NAME_LENGTH_MAX):
        return Rejected(line, RowFlaw.NAME_UNUSABLE, NAME_UNUSABLE)
    if not path.isprintable() or len(path) > PATH_LENGTH_MAX:
        return Rejected(line, RowFlaw.ROW_BROKEN, _ROW_BROKEN)
    return SourceRow(line, int(code), name, path.strip())


_ROW_BROKEN = Text(
    ru="В строке не столько значений, сколько столбцов, или она слишком длинная. Пожалуйста, проверьте её.",
    en="The row has not as many values as there are columns, or is too long. Please check it.",
)
_NOT_UTF8 = Text(
    ru="Строка не в кодировке UTF-8. Пожалуйста, исправьте её.",
    en="The row is not in UTF-8. Please correct it.",
)
NAMED_TWICE_DIFFERENTLY = Text(
    ru="Этот штрихкод уже есть выше в другой категории, учтена первая строка. Пожалуйста, оставьте верную.",
    en="This barcode stands further up in another category; the first row counts. Please leave the right one.",
)
