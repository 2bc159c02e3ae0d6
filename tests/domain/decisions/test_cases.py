"""A case is read from JSON whole, and everything wrong with it is told at once, with a hint."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.decisions.cases import DAY, case_of, ruling
from given.rulebook import RULEBOOK
from socert.domain import decisions
from socert.domain.criteria import Settled, Standing, Statement
from socert.domain.files import FILE_BYTES_MAX


def mistakes_of(document: bytes) -> list[tuple[str, str]]:
    found = decisions.read_case(document, ground=RULEBOOK, decided_on=DAY)
    assert isinstance(found, tuple)
    assert all(one.text.ru and one.text.en and str(one).isprintable() for one in found)
    return [(one.code, one.path) for one in found]


def test_a_value_alone_was_said_today_by_the_first_source_and_null_by_nobody() -> None:
    case = case_of(b'{"facts": {"resident": true, "age": null, "income_per_head": {"value": 7}}}')
    assert (case.day, case.region) == (None, None)
    assert case.statements == {
        "resident": (Statement("population", value=True, as_of=DAY),),
        "income_per_head": (Statement("tax", 7, DAY),),
    }


def test_a_case_may_name_day_region_sources_and_days() -> None:
    said = [{"value": 1, "source": "pension", "as_of": "2026-01-31"}, {"value": None, "source": "tax"}]
    case = case_of(json.dumps({"date": "2026-03-01", "region": "north", "facts": {"income_per_head": said}}).encode())
    assert (case.day, case.region) == (date(2026, 3, 1), "north")
    assert case.statements["income_per_head"] == (
        Statement("pension", 1, date(2026, 1, 31)),
        Statement("tax", None, DAY),
    )


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        (None, Standing.MISSING),
        ({"value": None}, Standing.MISSING),
        ({"value": 7, "as_of": "2026-11-02"}, Standing.FROM_THE_FUTURE),
        ({"value": 7, "as_of": "2026-05-01"}, Standing.STALE),
        ([{"value": 7}, {"value": 8, "source": "pension"}], Standing.CONTRADICTORY),
        ([{"value": 7, "as_of": "2026-05-01"}, {"value": 8, "source": "pension"}], Standing.KNOWN),
    ],
)
def test_what_cannot_be_taken_as_known_says_why(said: object, standing: Standing) -> None:
    case = case_of(json.dumps({"facts": {"income_per_head": said}}).encode())
    fact = RULEBOOK.facts.facts["income_per_head"]
    settled = decisions.settle_all(case.statements, ruling=ruling(), facts=RULEBOOK.facts, decided_on=DAY)[fact.id]
    assert settled.standing is standing
    assert isinstance(settled, Settled)
    assert (settled.value is None) == (standing is not Standing.KNOWN)


@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        ({"residnet": True}, "unknown_field", "facts.residnet"),
        ({"resident": 1}, "not_true_or_false", "facts.resident"),
        ({"resident": "true"}, "not_true_or_false", "facts.resident"),
        ({"age": 126}, "out_of_range", "facts.age"),
        ({"age": -1}, "out_of_range", "facts.age"),
        ({"age": 7.5}, "out_of_range", "facts.age"),
        ({"age": True}, "out_of_range", "facts.age"),
        ({"age": 10**400}, "out_of_range", "facts.age"),
        ({"disability_group": "fist"}, "unknown_word", "facts.disability_group"),
        ({"disability_group": 1}, "unknown_word", "facts.disability_group"),
        ({"age": {"value": 7, "source": "Population"}}, "unknown_source", "facts.age.source"),
        ({"age": {"value": 7, "source": "tax"}}, "unknown_source", "facts.age.source"),
        ({"age": {"value": 7, "source": None}}, "unknown_source", "facts.age.source"),
        ({"age": {"value": 7, "as_of": "1.11.2026"}}, "not_a_day", "facts.age.as_of"),
        ({"age": {"value": 7, "as_of": "2026-02-30"}}, "not_a_day", "facts.age.as_of"),
        ({"age": {"value": 7, "as_of": 20261101}}, "not_a_day", "facts.age.as_of"),
        ({"age": {"source": "population"}}, "missing", "facts.age.value"),
        ({"age": {"value": 7, "when": "now"}}, "unknown_field", "facts.age.when"),
        ({"age": []}, "not_a_list", "facts.age"),
        ({"age": [{"value": 7}, {"value": 7}]}, "not_a_list", "facts.age"),
        ({"income_per_head": [{"value": 7}, {"value": 8}]}, "source_twice", "facts.income_per_head"),
        ({"income_per_head": [[7]]}, "out_of_range", "facts.income_per_head[0]"),
        ([], "not_a_mapping", "facts"),
        ({"\ud800\x1b[31m": 1}, "unknown_field", "facts.??[31m"),
    ],
)
def test_a_wrong_fact_is_named(facts: object, code: str, path: str) -> None:
    assert mistakes_of(json.dumps({"facts": facts}).encode()) == [(code, path)]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"[]", "not_a_mapping"),
        (b"7", "not_a_mapping"),
        (b"{}", "missing"),
        (b'{"facts": null}', "missing"),
        (b'{"facts": {}, "date": "today"}', "not_a_day"),
        (b'{"facts": {}, "region": "nroth"}', "unknown_region"),
        (b'{"facts": {"age": NaN}}', "out_of_range"),
        (b'{"facts": {"age": 1e400}}', "out_of_range"),
        (b'{"facts": {"age": 7.0}}', "out_of_range"),
        (b'{"facts": {"age": 1, "age": 2}}', "duplicate_key"),
        (b'{"facts": {}, "facts": {}}', "duplicate_key"),
        (b"[" * 100_000, "too_deep"),
        (b"[" * 30 + b"]" * 30, "too_deep"),
        (b'{"facts": ' * 30 + b"{}" + b"}" * 30, "too_deep"),
        ('{"facts": {"residence": "да"}}'.encode("cp1251"), "not_utf8"),
        (b'{"facts": {}}'.ljust(FILE_BYTES_MAX + 1), "file_too_large"),
    ],
)
def test_a_hostile_document_is_refused_with_words(document: bytes, code: str) -> None:
    assert mistakes_of(document)[0][0] == code


def test_every_mistake_is_told_at_once_with_hints() -> None:
    document = b'{"region": "nort", "date": 1, "facts": {"age": "old", "veteran_kind": "wars", "child": 1}}'
    found = decisions.read_case(document, ground=RULEBOOK, decided_on=DAY)
    assert isinstance(found, tuple)
    assert len(found) == 5
    told = "\n".join(str(one) for one in found)
    assert "Did you mean 'north'?" in told
    assert "Did you mean 'war'?" in told
    assert "Did you mean 'children'?" in told
    assert "from 0 to 125" in told
    assert "line" not in told


_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["tax", "war"])
)
_NAMES = st.sampled_from(["value", "source", "as_of"]) | st.text(max_size=3)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3), max_leaves=6
)
_FACTS = st.dictionaries(st.sampled_from(list(RULEBOOK.facts.facts)) | st.text(max_size=5), _VALUES, max_size=5)


@given(st.binary(max_size=40) | st.builds(lambda facts: json.dumps({"facts": facts}).encode(), _FACTS))
@settings(max_examples=200, deadline=None)
def test_whatever_a_document_holds_it_is_read_or_its_mistakes_are_told(document: bytes) -> None:
    found = decisions.read_case(document, ground=RULEBOOK, decided_on=DAY)
    if isinstance(found, tuple):
        assert all(str(one).encode() for one in found)
    else:
        decisions.settle_all(found.statements, ruling=ruling(), facts=RULEBOOK.facts, decided_on=DAY)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert case_of(b'\xef\xbb\xbf{"facts": {"resident": true}}').statements.keys() == {"resident"}
