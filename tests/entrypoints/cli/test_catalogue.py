"""`socert catalogue`: import, damaged copies, explain, review, and the real list where it is at hand."""

import csv
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from given.checkout import CHECKOUT
from given.command_line import CommandLine, own_installation
from given.imports import BEER, DAIRY, DEFAULT, HEADER, SOFT_DRINKS, SWEETS, code, row
from socert.domain import catalogue

PROGRAMME = "food-certificate"
PROGRAMME_FILE = str(CHECKOUT / "reference" / "programmes" / "food-certificate.yaml")
LIST = (
    row(11, "Творог Луговой 9% 200г", DAIRY),
    row(12, "Водка Пять озёр 0.5л", DAIRY),
    row(13, "Сигареты Winston", SWEETS),
    row(14, "Пиво Балтика 0 безалкогольное", SOFT_DRINKS),
    row(15, "Пиво светлое 0.5л", BEER),
    row(16, "Коньяк пятилетний 0,5л", DEFAULT),
)
BARCODES = os.environ.get("SOCERT_BARCODES", "")
SECONDS_MAX, MIB_MAX = 60, 1024
needs_barcodes = pytest.mark.skipif(not BARCODES, reason="SOCERT_BARCODES names no list of real goods")


@pytest.fixture(scope="module")
def shop() -> Iterator[CommandLine]:
    """An installation whose catalogue these tests change."""
    with own_installation() as command_line:
        assert command_line.run("init").code == 0
        yield command_line


def written(folder: Path, *rows: str, name: str = "goods.tsv") -> str:
    path = folder / name
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return str(path)


def explained(shop: CommandLine, *numbers: int, programme: str = PROGRAMME) -> list[tuple[object, ...]]:
    document = shop.ask("catalogue", "explain", *map(code, numbers), "--programme", programme)
    return [(one["category"], one["covered"], one["reason"], one["certainty"]) for one in document["goods"]]


def test_a_list_is_imported_explained_and_reviewed(shop: CommandLine, tmp_path: Path) -> None:
    path = written(tmp_path, *LIST)
    dry = shop.ask("catalogue", "import", path, "--dry-run")
    assert (dry["added"], dry["dry_run"]) == (6, True)
    done = shop.ask("catalogue", "import", path)
    assert {name: done[name] for name in ("rows", "added", "changed", "unchanged", "rejected")} == {
        "rows": 6,
        "added": 6,
        "changed": 0,
        "unchanged": 0,
        "rejected": 0,
    }
    assert (done["unclassified"], done["contradictory"]) == (1, 2)
    assert done["seconds"] < SECONDS_MAX
    assert done["peak_mib"] < MIB_MAX
    assert shop.ask("catalogue", "import", path)["unchanged"] == 6
    assert explained(shop, 11, 12, 13, 14, 15, 16, 99) == [
        ("dairy", True, None, 1.0),
        ("spirits", False, "contradictory", 0.97),
        ("cigarettes", False, "contradictory", 0.97),
        ("soft_drinks", True, None, 1.0),
        ("beer", False, "category_denied", 1.0),
        ("spirits", False, "not_classified", 0.97),
        (None, False, "not_classified", None),
    ]
    assert explained(shop, 11, 15, programme=PROGRAMME_FILE) == explained(shop, 11, 15)
    mistyped = shop.run("catalogue", "explain", code(11), "46", code(15), "--programme", PROGRAMME, "--json")
    assert (mistyped.code, "46: " in mistyped.err) == (1, True)
    assert [(one["gtin"], one["covered"], one["reason"]) for one in mistyped.document["goods"]] == [
        (code(11), True, None),
        ("46", False, "barcode_unreadable"),
        (code(15), False, "category_denied"),
    ]
    waiting = shop.ask("catalogue", "review", "list", "--only", "contradictory")
    assert [one["gtin"] for one in waiting["goods"]] == [f"0{code(12)}", f"0{code(13)}"]
    assert shop.ask("catalogue", "review", "accept", code(12))["changed"] == 1
    assert shop.ask("catalogue", "review", "accept", code(13), "--offered")["changed"] == 1
    assert shop.ask("catalogue", "review", "correct", code(16), "vegetables")["changed"] == 1
    assert explained(shop, 12, 13, 16) == [
        ("spirits", False, "category_denied", 1.0),
        ("sweets", True, None, 1.0),
        ("vegetables", True, None, 1.0),
    ]
    assert shop.ask("catalogue", "import", path)["unchanged"] == 6


def test_bad_rows_are_listed_with_line_and_reason(shop: CommandLine, tmp_path: Path) -> None:
    rejects = tmp_path / "rejected.csv"
    path = written(tmp_path, LIST[0], "broken\n", LIST[0])
    done = shop.ask("catalogue", "import", path, "--rejects", str(rejects), "--dry-run")
    assert (done["rejected"], done["rejects_file"]) == (2, str(rejects))
    with rejects.open(encoding="utf-8", newline="") as file:
        assert [(one["line"], one["code"]) for one in csv.DictReader(file)] == [
            ("3", "row_broken"),
            ("4", "named_twice"),
        ]


def test_a_gzip_is_read_and_a_cut_one_refused(shop: CommandLine, tmp_path: Path) -> None:
    whole = gzip.compress((HEADER + "".join(row(number, "Сыр", DAIRY) for number in range(5_000, 5_500))).encode())
    path = tmp_path / "goods.tsv.gz"
    path.write_bytes(whole)
    assert shop.ask("catalogue", "import", str(path), "--dry-run")["added"] == 500
    path.write_bytes(whole[:-400])
    said = shop.run("catalogue", "import", str(path), "--json")
    assert said.code == 1
    assert said.document["refused"]["code"] == "file_cut_off"
    path.write_bytes(whole[:-8] + b"\0" * 8)
    assert shop.run("catalogue", "import", str(path), "--json").document["refused"]["code"] == "file_cut_off"


def test_another_encoding_a_missing_column_and_a_bad_mapping_are_refused(shop: CommandLine, tmp_path: Path) -> None:
    foreign = tmp_path / "cp1251.tsv"
    foreign.write_bytes((HEADER + LIST[0]).encode("cp1251", errors="replace"))
    short = tmp_path / "short.tsv"
    short.write_text(HEADER.replace("CategoryName\t", "") + LIST[0], encoding="utf-8")
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("path,category\nПродукты питания,nonsense\n", encoding="utf-8")
    assert refused(shop, str(foreign)) == "encoding"
    assert refused(shop, str(short)) == "column_missing"
    assert refused(shop, written(tmp_path, LIST[0]), "--mapping", str(mapping)) == "category_unknown"


def test_a_mapping_of_ones_own_is_used(shop: CommandLine, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("path,category\nПродукты питания,food\n", encoding="utf-8")
    done = shop.ask("catalogue", "import", written(tmp_path, row(31, "Сыр", DAIRY)), "--mapping", str(mapping))
    assert done["added"] == 1
    assert explained(shop, 31) == [("food", True, None, 1.0)]


def test_a_server_with_many_goods_stays_small(shop: CommandLine) -> None:
    found = shop.ask("bench", "catalogue", "--goods", "20000")
    assert found["goods"] >= 20_000
    assert 0 < found["started_mb"] <= found["peak_mb"] < found["limit_mb"] == 400
    assert found["holds"]


def refused(shop: CommandLine, *arguments: str) -> str:
    said = shop.run("catalogue", "import", *arguments, "--json")
    assert said.code == 1, said.out
    code_of_refusal: str = said.document["refused"]["code"]
    return code_of_refusal


@needs_barcodes
def test_the_real_list_goes_in_and_alcohol_and_tobacco_stay_out() -> None:
    with own_installation(is_on_disk=True) as shop:  # two gigabytes
        done = shop.ask("catalogue", "import", BARCODES)
        assert (done["rows"], done["rejected"], done["unclassified"]) == (895_318, 0, 141_362)
        assert done["unmapped"] < 300
        assert done["contradictory"] > 200
        assert done["peak_mib"] < MIB_MAX
        again = shop.ask("catalogue", "import", BARCODES)
        assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 895_318)
        goods = _real_goods()
        documents = _explained_real(shop, goods)
        for path, gtin in goods:
            assert not documents[gtin]["covered"], (path, documents[gtin])
        for gtin in FOUND:
            assert documents[gtin]["reason"] == "contradictory", documents[gtin]


#: Vodka under cottage cheese and under gelatine, cigarettes under caramel, vermouth directly under food.
FOUND = ("04608325169288", "04620004840097", "00000046153838", "00000046155597", "04660013282471")
GOODS_A_CATEGORY = 40


def _real_goods() -> list[tuple[str, str]]:
    """Some goods of every category of alcohol and tobacco, and the known contradictions."""
    found: dict[str, list[str]] = {}
    with gzip.open(BARCODES, "rb") as lines:
        reader = catalogue.SourceReader.of(next(lines))
        for number, raw in enumerate(lines, start=2):
            one = reader.read(raw, line=number)
            assert isinstance(one, catalogue.SourceRow)
            if "Алкогольные напитки" in one.path or "Табакокурение" in one.path or "джин-тоники" in one.path:
                goods = found.setdefault(one.path, [])
                if len(goods) < GOODS_A_CATEGORY:
                    goods.append(f"{one.gtin:014d}")
    return [(path, gtin) for path, goods in found.items() for gtin in goods] + [("", gtin) for gtin in FOUND]


def _explained_real(shop: CommandLine, goods: list[tuple[str, str]]) -> dict[str, dict[str, object]]:
    given = "\n".join(gtin for _, gtin in goods)
    said = shop.run("catalogue", "explain", "-", "--programme", PROGRAMME, "--json", given=given)
    assert said.code == 0, said.err
    return {one["gtin"]: one for one in said.document["goods"]}
