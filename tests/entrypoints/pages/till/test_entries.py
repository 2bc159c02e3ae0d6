"""What a cashier scans or types: cards, QRs, barcodes, weighed goods, own articles, prices, and slips of all kinds."""

import pytest

from given.city import ANNA_CARD
from socert.entrypoints.pages.till.belt import Carrier, Unit, amount_of
from socert.entrypoints.pages.till.entries import Flaw, GoodsEntry, read_entry, read_price, read_quantity
from socert.entrypoints.pages.words import WORDS
from socert.values import Gtin, Language

BREAD = "4600610082647"
APPLES = Gtin.complete("210000101234").code[1:]
PIECE = 1_000_000
QR = "SOCERT1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.mark.parametrize(
    "text",
    [ANNA_CARD.digits, " ".join(ANNA_CARD.digits[n : n + 4] for n in range(0, 16, 4)), f" {ANNA_CARD.digits}\r\n"],
)
def test_a_card_is_read_as_it_is_printed_or_scanned(text: str) -> None:
    assert read_entry(text) == Carrier("card", ANNA_CARD.digits)


@pytest.mark.parametrize("text", [QR, QR.lower(), "ЫЩСУКЕ1ЖФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ234567"])
def test_a_qr_is_read_in_small_letters_and_through_a_russian_keyboard(text: str) -> None:
    assert read_entry(text) == Carrier("qr", QR)


@pytest.mark.parametrize(
    ("text", "code", "unit", "millionths", "price"),
    [
        (BREAD, BREAD, Unit.PIECE, PIECE, None),
        (f"{BREAD} 59,90", BREAD, Unit.PIECE, PIECE, 5_990),
        (f"2*{BREAD} 59.90 ₽", BREAD, Unit.PIECE, 2 * PIECE, 5_990),
        (f"12 × {BREAD}  1 200 руб.", BREAD, Unit.PIECE, 12 * PIECE, 120_000),
        (APPLES, APPLES, Unit.KILOGRAM, 1_234_000, None),
        (f"0,350*{APPLES} 129,90", APPLES, Unit.KILOGRAM, 350_000, 12_990),
        ("17", "17", Unit.OWN, PIECE, None),
        ("0,5*17 80", "17", Unit.OWN, 500_000, 8_000),
        ("#А-17 80", "А-17", Unit.OWN, PIECE, 8_000),
        ("ХЛЕБ", "ХЛЕБ", Unit.OWN, PIECE, None),
    ],
)
def test_goods_are_read_with_quantity_and_price(
    text: str, code: str, unit: Unit, millionths: int, price: int | None
) -> None:
    found = read_entry(text)
    assert isinstance(found, GoodsEntry)
    assert (found.goods.code, found.goods.unit, found.millionths, found.price) == (code, unit, millionths, price)
    assert found.is_sure is (code != "ХЛЕБ")


def test_one_price_is_remembered_for_all_labels_of_weighed_goods() -> None:
    others = [read_entry(Gtin.complete(f"2100001{grams:05d}").code[1:]) for grams in (100, 2_500)]
    assert {one.goods.memory for one in others if isinstance(one, GoodsEntry)} == {"2100001"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Поле пустое"),
        ("  ", "Поле пустое"),
        ("4600610082648", "контрольная цифра не сходится"),
        (ANNA_CARD.digits[:-1] + "1", "контрольная цифра не сходится"),
        ("46006100826", "8, 12, 13 или 14 цифр"),
        (f"{BREAD} 0", "больше нуля"),
        (f"{BREAD} 0,00", "больше нуля"),
        (f"{BREAD} даром", "не похоже на сумму"),
        (f"{BREAD} 5,999", "больше двух знаков"),
        (f"{BREAD} 10000000,01", "больше десяти миллионов"),
        (f"{BREAD} {BREAD}", "похоже на штрихкод"),
        (f"0,5*{BREAD}", "количество целое"),
        (f"0*{BREAD}", "Количество должно быть больше нуля"),
        (f"2000000*{BREAD}", "больше миллиона"),
        (Gtin.complete("210000100000").code[1:], "нет веса"),
        ("#", "Не удалось прочитать"),
        ("x" * 33, "Не удалось прочитать"),
        ("9" * 301, "слишком длинно"),
        ("SOCERT1:" + "A" * 260, "слишком длинно"),
    ],
)
def test_a_slip_is_told_in_a_sentence_of_its_own(text: str, says: str) -> None:
    found = read_entry(text)
    assert isinstance(found, Flaw)
    words = found.text or WORDS[found.word]
    assert says in words.in_language(Language.RU)  # type: ignore[call-arg]


def test_a_price_and_a_quantity_are_read_as_people_write_them() -> None:
    assert [read_price(text) for text in ("59,90", "59.9", "1 234,50 ₽", "80р", "80 руб.")] == [
        5_990, 5_990, 123_450, 8_000, 8_000,
    ]  # fmt: skip
    assert read_quantity("1,250", unit=Unit.KILOGRAM) == 1_250_000
    assert isinstance(read_quantity("-1", unit=Unit.PIECE), Flaw)
    assert isinstance(read_quantity("1e3", unit=Unit.OWN), Flaw)


def test_half_a_kopeck_is_rounded_up() -> None:
    assert (amount_of(price=12_990, millionths=1_234_000), amount_of(price=1, millionths=500_000)) == (16_030, 1)
