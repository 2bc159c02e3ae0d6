"""A long list goes in row by row, changes nothing the second time, and does not undo what a person decided."""

from collections.abc import Iterator

import psycopg
import pytest

from given.city import CLERK, NOW, given_catalogue
from given.imports import BEER, DAIRY, DEFAULT, HEADER, SOFT_DRINKS, SWEETS, Importer, code, given_suggester, row
from socert.domain import audit, catalogue
from socert.domain.catalogue import Decision, ListFlaw, Reviewed, ReviewRefusal, ReviewRefused, Standing, UnreadableList

COTTAGE_CHEESE = row(1, "Творог Луговой 9% 200г", DAIRY)
VODKA_AS_CHEESE = row(2, "Водка Пять озёр 0.5л", DAIRY)
BEER_ROW = row(3, "Пиво светлое 0.5л", BEER)
UNCLASSIFIED = row(4, "Кефир Домик 1% 0.9л", DEFAULT)
LIST = (COTTAGE_CHEESE, VODKA_AS_CHEESE, BEER_ROW, UNCLASSIFIED)


@pytest.fixture
def importer(conn: psycopg.Connection) -> Importer:
    """The reference tree and goods, and nothing imported yet."""
    given_catalogue(conn)
    return Importer(conn)


def directory(conn: psycopg.Connection) -> int:
    found = conn.execute("select number from directory_version").fetchone()
    assert found is not None
    return int(found[0])


def seen_by_tills(conn: psycopg.Connection) -> dict[int, int]:
    return dict(catalogue.goods(conn))


def test_every_row_is_accounted_for(importer: Importer) -> None:
    report = importer.take(*LIST, row(5, "Зарядка телефона", "E-Pay"), "6\t123\tСыр\t1\tx\t0\t\n")
    assert (report.rows, report.added, report.changed, report.unchanged, report.rejected) == (6, 5, 0, 0, 1)
    assert (report.unclassified, report.contradictory, report.unmapped) == (1, 1, 1)
    assert [(one.path, one.goods) for one in report.unmapped_paths] == [("E-Pay", 1)]


def test_the_same_list_again_changes_nothing(importer: Importer) -> None:
    importer.take(*LIST)
    before, told = directory(importer.conn), seen_by_tills(importer.conn)
    report = importer.take(*LIST)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
    assert directory(importer.conn) == before
    assert seen_by_tills(importer.conn) == told


def test_a_dry_run_says_what_would_happen_and_leaves_everything(importer: Importer) -> None:
    before = directory(importer.conn)
    dry = importer.take(*LIST, dry_run=True)
    assert directory(importer.conn) == before
    assert importer.conn.execute("select count(*) from good where source = 'test'").fetchone() == (0,)
    assert importer.take(*LIST) == dry


def test_a_difference_is_told_by_category(importer: Importer) -> None:
    importer.take(*LIST)
    report = importer.take(row(1, "Творог Луговой 9% 200г", BEER), *LIST[1:], dry_run=True)
    assert (report.changed, report.unchanged) == (1, 3)
    assert [(one.before, one.after, one.goods) for one in report.moved] == [("dairy", "beer", 1)]


def test_a_good_whose_name_contradicts_its_category_has_none_for_tills(importer: Importer) -> None:
    importer.take(*LIST)
    vodka = importer.good(2)
    assert (vodka.standing, vodka.category, vodka.offered) == (Standing.CONTRADICTORY, None, "dairy")
    assert vodka.suggested == "spirits"
    assert int(code(2)) not in seen_by_tills(importer.conn)
    assert int(code(1)) in seen_by_tills(importer.conn)


def test_an_unclassified_good_gets_a_suggestion_and_no_category(conn: psycopg.Connection) -> None:
    given_catalogue(conn)
    importer = Importer(conn, given_suggester())
    importer.take(UNCLASSIFIED, row(7, "Сигареты с фильтром", DEFAULT))
    cheese, cigarettes = importer.good(4), importer.good(7)
    assert (cheese.category, cheese.suggested) == (None, "dairy")
    assert cheese.certainty is not None
    assert cheese.certainty > 0.9
    assert (cigarettes.category, cigarettes.suggested) == (None, "cigarettes")


def test_a_decision_takes_effect_holds_through_imports_and_is_written_down(importer: Importer) -> None:
    importer.take(*LIST)
    before = directory(importer.conn)
    assert decide(importer, 2, "spirits") == Reviewed(changed=1, confirmed=0)
    assert directory(importer.conn) == before + 1
    assert catalogue.changed_goods(importer.conn, after=before, limit=9) == [
        (int(code(2)), catalogue.categories(importer.conn).number_of("spirits"))
    ]
    assert importer.take(*LIST).changed == 0
    assert importer.good(2).category == "spirits"
    (event,) = audit.events_of(importer.conn, subject=f"good:0{code(2)}", limit=9)
    assert (event.action, event.details["category"], event.details["offered"]) == ("good_reviewed", "spirits", "dairy")


def test_another_name_opens_a_decision_again(importer: Importer) -> None:
    importer.take(*LIST)
    decide(importer, 1, "cheese")
    importer.take(row(1, "Водка Луговая 40% 0.5л", DAIRY))
    assert importer.good(1).standing is Standing.CONTRADICTORY


def test_a_list_of_our_own_counts_as_reviewed(importer: Importer) -> None:
    gtin = int(code(2))
    rows = [catalogue.NewGood(1, code(2), "Водка Пять озёр 0.5л", "spirits")]
    catalogue.load_goods(importer.conn, rows=rows, source="list", actor=CLERK, now=NOW)
    importer.take(*LIST)
    assert seen_by_tills(importer.conn)[gtin] == catalogue.categories(importer.conn).number_of("spirits")


def test_what_cannot_be_decided_is_refused_whole(importer: Importer) -> None:
    importer.take(*LIST)
    unknown = catalogue.decide_goods(
        importer.conn,
        decisions=[Decision(int(code(1)), "cheese"), Decision(int(code(99)), "cheese")],
        purpose="test",
        actor=CLERK,
        now=NOW,
    )
    assert unknown == ReviewRefused(ReviewRefusal.GOOD_UNKNOWN, f"0{code(99)}")
    assert decide(importer, 1, "nonsense") == ReviewRefused(ReviewRefusal.CATEGORY_UNKNOWN, "nonsense")
    assert importer.good(1).category == "dairy"


def test_what_tills_were_refused_most_often_stands_first(importer: Importer) -> None:
    importer.take(*LIST, row(8, "Сигареты Winston", SWEETS), row(9, "Загадка", DEFAULT))
    found = catalogue.goods_to_review(importer.conn, refusals={int(code(9)): 7, int(code(1)): 3}, limit=3)
    assert [(one.name, refused) for one, refused in found] == [
        ("Загадка", 7),
        ("Водка Пять озёр 0.5л", 0),
        ("Сигареты Winston", 0),
    ]


def test_of_a_barcode_named_twice_the_first_row_counts(importer: Importer) -> None:
    report = importer.take(COTTAGE_CHEESE, COTTAGE_CHEESE, row(1, "Пиво светлое 0.5л", BEER))
    assert (report.added, report.rejected) == (1, 2)
    assert [(one.line, one.code) for one in importer.rejected] == [(3, "named_twice"), (4, "named_twice_differently")]
    assert importer.good(1).category == "dairy"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"1\t4600000000015\tCheese\n", "row_broken"),
        (b"1\t46\xff\tCheese\t1\tx\t0\t\n", "not_utf8"),
        (b"1\t4600000000011\tCheese\t1\tx\t0\t\n", "gtin_invalid"),
        (b"1\t2000000000015\tCheese\t1\tx\t0\t\n", "gtin_is_in_store"),
        (row(1, "", DAIRY).encode(), "name_unusable"),
        (row(1, "я" * 301, DAIRY).encode(), "name_unusable"),
        (row(1, "Сыр", "x" * 500).encode(), "row_broken"),
        (b"1" * 70_000, "row_broken"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_others_go_in(importer: Importer, line: bytes, reason: str) -> None:
    report = importer.take_lines([HEADER.encode(), row(2, "Сыр Голландский", DAIRY).encode(), line])
    assert (report.added, report.rejected) == (1, 1)
    assert [(one.line, one.code.value) for one in importer.rejected] == [(3, reason)]


def test_a_list_in_another_encoding_is_refused_whole(importer: Importer) -> None:
    lines = [HEADER.encode(), *(one.encode("cp1251") for one in LIST)]
    with pytest.raises(UnreadableList) as refused:
        importer.take_lines(lines)
    assert refused.value.code is ListFlaw.ENCODING


@pytest.mark.parametrize("column", ["UPCEAN", "Name", "CategoryName", "BrandName"])
def test_a_list_without_a_column_is_refused_by_its_name(importer: Importer, column: str) -> None:
    header = HEADER.replace(column, "Else").encode()
    with pytest.raises(UnreadableList) as refused:
        importer.take_lines([header, COTTAGE_CHEESE.encode()])
    assert (refused.value.code, refused.value.detail) == (ListFlaw.COLUMN_MISSING, column)


@pytest.mark.parametrize("lines", [[], [b""], [HEADER.encode()]])
def test_an_empty_list_is_refused(importer: Importer, lines: list[bytes]) -> None:
    with pytest.raises(UnreadableList) as refused:
        importer.take_lines(lines)
    assert refused.value.code is ListFlaw.EMPTY


def test_a_million_bad_rows_are_told_one_by_one_and_kept_nowhere(conn: psycopg.Connection) -> None:
    given_catalogue(conn)
    count = 0

    def reject(_row: catalogue.Rejected) -> None:
        nonlocal count
        count += 1

    def lines() -> Iterator[bytes]:
        yield HEADER.encode()
        for _ in range(1_000_000):
            yield b"broken\n"
        yield COTTAGE_CHEESE.encode()

    report = catalogue.import_goods(
        conn,
        lines=lines(),
        mapping=catalogue.PathMapping.of([]),
        suggester=catalogue.Suggester.of([]),
        source="test",
        dry_run=False,
        rejects=reject,
        progress=lambda _stage, _done, _total: None,
        actor=CLERK,
        now=NOW,
    )
    assert (report.added, report.rejected, count) == (1, 1_000_000, 1_000_000)


def test_nothing_stays_in_the_staging_table(importer: Importer) -> None:
    importer.take(*LIST)
    assert importer.conn.execute("select count(*) from import_row").fetchone() == (0,)


def test_a_backslash_in_a_name_stays_one(importer: Importer) -> None:
    importer.take(row(1, r"Сыр м\у \N 200г", DAIRY))
    assert importer.good(1).name == r"Сыр м\у \N 200г"
    assert importer.take(row(1, r"Сыр м\у \N 200г", DAIRY)).unchanged == 1


def test_needless_blanks_in_a_name_are_left_out(importer: Importer) -> None:
    importer.take(row(1, " Сыр\u00a0 Голландский ", DAIRY))
    assert importer.good(1).name == "Сыр Голландский"


def test_soft_drinks_stay_what_they_are(importer: Importer) -> None:
    importer.take(row(1, "Пиво Балтика 0 безалкогольное", SOFT_DRINKS))
    assert importer.good(1).category == "soft_drinks"


def decide(importer: Importer, number: int, category: str) -> Reviewed | ReviewRefused:
    decisions = [Decision(int(code(number)), category)]
    return catalogue.decide_goods(importer.conn, decisions=decisions, purpose="test", actor=CLERK, now=NOW)
