"""The figures in docs/catalogue.md are the computed ones, and above the floor that was reached."""

from pathlib import Path

from given.checkout import CHECKOUT
from given.imports import given_mapping, given_suggester, given_tree
from socert.domain import catalogue
from socert.entrypoints.cli.catalogue_measure import tables

HERE = Path(__file__).parent
PRECISION_MIN, RECALL_MIN, SUGGESTED_MIN, CERTAIN_MIN = 0.98, 0.98, 0.75, 0.95


def measured(name: str) -> catalogue.Measured:
    tree = given_tree()
    return catalogue.measure(
        catalogue.read_labelled((HERE / name).read_bytes()),
        tree=tree,
        mapping=given_mapping(tree),
        suggester=given_suggester(),
    )


def test_real_goods_are_judged_as_the_page_says() -> None:
    found = measured("labelled_goods.csv")
    contradictions, suggestions = found.found[-1], found.suggested[-1]
    assert contradictions.goods >= 300
    assert contradictions.precision is not None
    assert contradictions.recall is not None
    assert contradictions.precision >= PRECISION_MIN
    assert contradictions.recall >= RECALL_MIN
    assert suggestions.share is not None
    assert suggestions.share >= SUGGESTED_MIN
    certain = found.suggested[-2]
    assert certain.share is not None
    assert certain.share >= CERTAIN_MIN
    page = (CHECKOUT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert [line for line in tables(found) if line not in page] == []


def test_goods_nobody_has_listed_are_judged_as_well() -> None:
    found = measured("invented_goods.csv").found[-1]
    assert found.goods >= 100
    assert (found.precision, found.recall) == (1.0, 1.0)
