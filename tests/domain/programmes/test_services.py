"""Services in programme files: units at a tariff, amounts by a table, and programmes that only decide."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from psycopg import Connection

from domain.programmes.files import CARE, DISCOUNT, FOOD, FROM_JULY, ITEMS, OPERATOR, SPA, tree
from given.rulebook import RULEBOOK as GROUND
from socert.domain import catalogue, programmes
from socert.domain.programmes import AllowanceKind, GroupDetail, ProgrammeDefinition, ServiceUnit
from socert.domain.programmes.rules.document import document_hash, document_of, terms_of
from socert.values import Text

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def definition_of(text: str) -> ProgrammeDefinition:
    checked = programmes.check(text=text, tree=tree(), ground=GROUND)
    assert isinstance(checked, ProgrammeDefinition), checked
    return checked


def test_units_are_worth_their_tariff_and_a_table_at_most_its_highest_value() -> None:
    care, classes, food, television = definition_of(CARE).versions[0].allowances
    assert (care.kind, care.unit, care.units, care.tariff_kopecks) == (
        AllowanceKind.UNITS,
        ServiceUnit.HOUR,
        120,
        400_55,
    )
    assert (care.amount_kopecks, care.is_claimed) == (120 * 400_55, True)
    assert [(hit.when and hit.when.text, hit.value) for hit in care.table] == [
        ("age >= 80", 120),
        ("age >= 70", 61),
        (None, 0),
    ]
    assert care.gifts == ((120 * 400_55, 120), (61 * 400_55, 61))
    assert (classes.amount_kopecks, classes.units, classes.is_claimed) == (0, 24, False)
    assert classes.group == tuple(GroupDetail)
    assert (food.amount_kopecks, food.gifts) == (5000_00, ((5000_00, 0),))
    assert television.when is not None
    assert television.when.condition is not None


def test_what_was_published_is_read_back_but_for_read_conditions() -> None:
    care = definition_of(CARE)
    terms = terms_of(document_of(care, care.versions[0]))
    assert terms.allowances == care.versions[0].allowances
    assert all(hit.when is None or hit.when.condition is None for one in terms.allowances for hit in one.table)


def test_documents_of_versions_published_before_keep_their_hash() -> None:
    definitions = map(definition_of, (FOOD + FROM_JULY, ITEMS, DISCOUNT))
    documents = [document_of(one, version) for one in definitions for version in one.versions]
    assert [document_hash(one).hex()[:16] for one in documents] == [
        *("8fef03edb33b9264", "79802522c6c5db17", "4b163ca337b5eece"),
        "e3751b03b8ea423f",
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "code", "path"),
    [
        ("unit: hour", "unit: year", "not_a_choice", "allowances[0].unit"),
        ("tariff: 400.55", "tariff: -1", "not_an_amount", "allowances[0].tariff"),
        ("tariff: 400.55", "tariff: 0", "claim_contradicts_tariff", "allowances[0].claim"),
        ("claim: false", "claim: true", "claim_contradicts_tariff", "allowances[1].claim"),
        ("tariff: 400.55", "tariff: 1000000", "worth_too_high", "allowances[0].tariff"),
        ("units: 24", "units: 0", "out_of_range", "allowances[1].units"),
        ("units: 24", "units: 10001", "out_of_range", "allowances[1].units"),
        ("value: 61", "value: 6.1", "out_of_range", "allowances[0].units.first_hit[1].value"),
        ("age >= 70", "weight >= 70", "unknown_name", "allowances[0].units.first_hit[1].when"),
        (", {otherwise: 0}]}\n", ", {value: 0}]}\n", "missing", "allowances[0].units.first_hit[2].otherwise"),
        ("{when: age >= 70, value: 61}", "{otherwise: 61}", "missing", "allowances[0].units.first_hit[1].when"),
        ("value: 5000", "value: 0", "nothing_to_give", "allowances[2].amount"),
        ("allow: [home_care]", "allow: [goods]", "not_a_service", "allowances[0].covers.allow[0]"),
        ("allow: [goods]", "allow: [services]", "a_service", "allowances[2].covers.allow[0]"),
        ("timetable,", "timetable, venue,", "not_a_list", "allowances[1].group"),
        ("by_need: true", "by_need: false", "when_without_need", "allowances[3].when"),
        ("needs_television", "age", "not_yes_or_no", "allowances[3].when"),
    ],
)  # fmt: skip
def test_a_mistake_of_a_service_is_named_with_its_place(was: str, becomes: str, code: str, path: str) -> None:
    assert was in CARE
    checked = programmes.check(text=CARE.replace(was, becomes, 1), tree=tree(), ground=GROUND)
    assert isinstance(checked, tuple)
    assert (code, f"versions[0].{path}") in [(one.code, one.path) for one in checked], checked


def test_a_version_without_certificate_decides_and_nothing_else() -> None:
    version = definition_of(SPA).versions[0]
    assert (version.allowances, version.valid_days, version.carriers) == ((), 0, ())
    assert definition_of(SPA).funding == ()
    neither = programmes.check(text=SPA[: SPA.index("    decision")], tree=tree(), ground=GROUND)
    assert isinstance(neither, tuple)
    assert [one.code for one in neither] == ["nothing_given_or_decided"]
    undecided = CARE[: CARE.index("    decision")] + CARE[CARE.index("    certificate") :]
    told = programmes.check(text=undecided, tree=tree(), ground=GROUND)
    assert isinstance(told, tuple)
    assert [one.code for one in told] == ["amount_without_decision"]


def test_a_summary_is_kept_beside_the_title_and_may_be_mended(conn: Connection) -> None:
    def publish(text: str) -> programmes.Published:
        with_tree = tree()
        published = programmes.publish(conn, text=text, tree=with_tree, ground=GROUND, actor=OPERATOR, now=NOW)
        assert isinstance(published, programmes.Published), published
        return published

    assert len(publish(CARE).added) == 1
    assert publish(CARE).is_unchanged
    assert publish(CARE.replace("Help at home by the hour.", "Help at home.")).is_retitled
    version = programmes.version_on(conn, programme="home-care", day=date(2026, 3, 1))
    assert version is not None
    assert (version.summary, version.is_decision_only) == (Text(ru="Помощь дома по часам.", en="Help at home."), False)
    assert len(version.sha256) == 32
    publish(SPA)
    only = programmes.version_on(conn, programme="sanatorium", day=date(2026, 3, 1))
    assert only is not None
    assert (only.is_decision_only, only.summary, only.shares) == (True, None, ())


def test_services_are_a_tree_of_their_own_beside_goods() -> None:
    goods_and_services = tree()
    assert [one for one in ("goods", "tobacco", "services", "home_care") if goods_and_services.is_service(one)] == [
        *("services", "home_care"),
    ]
    assert not goods_and_services.takes_goods("home_care")
    assert not goods_and_services.takes_goods("no_such")
    with pytest.raises(catalogue.UnusableTree):
        catalogue.CategoryTree.of(
            replace(one, parent=None) if one.id == "tobacco" else one for one in goods_and_services.categories.values()
        )
