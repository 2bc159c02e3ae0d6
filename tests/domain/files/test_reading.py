"""Files people write are read with paths and lines; whatever could surprise is refused, and nothing breaks."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from socert.domain.files import FILE_BYTES_MAX, NOTHING, Asking, Entry, Mistake, plain, read


def _read(text: str) -> Entry:
    entry = read(text)
    assert isinstance(entry, Entry), entry
    return entry


def test_every_value_knows_its_path_and_line() -> None:
    root = _read("a: 1\nb:\n  - c: x\n    d: [2026-01-31, 1.50, true, ~]\n")
    found: dict[str, tuple[int, object]] = {}

    def walk(entry: Entry) -> None:
        match entry.value:
            case dict():
                for below in entry.value.values():
                    walk(below)
            case list():
                for below in entry.value:
                    walk(below)
            case value:
                found[entry.path] = (entry.line, value)

    walk(root)
    assert found == {
        "a": (1, 1),
        "b[0].c": (3, "x"),
        "b[0].d[0]": (4, date(2026, 1, 31)),
        "b[0].d[1]": (4, Decimal("1.50")),
        "b[0].d[2]": (4, True),
        "b[0].d[3]": (4, None),
    }
    assert plain(root) == {"a": 1, "b": [{"c": "x", "d": ["2026-01-31", "1.50", True, None]}]}


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", None, "file_empty"),
        ("# only a remark\n", None, "file_empty"),
        ("a: 1\nb: &x 2\n", 2, "alias"),
        ("a: &x 1\nb: *x\n", 1, "alias"),
        ("a: !!python/object:os.system x\n", 1, "unknown_tag"),
        ("a: !!binary eA==\n", 1, "unknown_tag"),
        ("a: 1\na: 2\n", 2, "duplicate_key"),
        ("? [1]\n: 2\n", 1, "key_is_no_text"),
        ("a: [1\n", 2, "not_yaml"),
        ("a: 1\n\tb: 2\n", 2, "not_yaml"),
        ("a: \x00", None, "not_yaml"),
        ("[" * 30 + "]" * 30, 1, "too_deep"),
        ("[" * 100_000, 1, "too_deep"),
        ("a: '" + "x" * FILE_BYTES_MAX + "'", None, "file_too_large"),
        ("--- 1\n--- 2\n", 2, "not_yaml"),
    ],
)
def test_what_could_surprise_is_refused(text: str, line: int | None, code: str) -> None:
    mistakes = read(text)
    assert isinstance(mistakes, tuple), mistakes
    assert (mistakes[0].line, mistakes[0].code) == (line, code)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0x10", "0x10"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("12:30", "12:30"),
        ("2026-02-30", "2026-02-30"),
        ("9" * 30, "9" * 30),
        ("-5", -5),
        ("yes", True),
        ("off", False),
        ("~", None),
        ('"5"', "5"),
        ("2026-01-01 10:00", "2026-01-01 10:00"),
    ],
)
def test_a_number_is_what_it_looks_like_or_it_is_text(text: str, value: object) -> None:
    root = _read(f"a: {text}")
    assert isinstance(root.value, dict)
    assert (root.value["a"].value, type(root.value["a"].value)) == (value, type(value))


def test_nothing_is_merged_into_a_mapping() -> None:
    assert plain(_read("a: 1\n<<: {b: 2}\n")) == {"a": 1, "<<": {"b": 2}}  # a field nobody knows


@given(st.text(max_size=80) | st.text(alphabet=":-[]{}#&*!|>'\"%@`, \n\tab1~?<\x00\x85\ufeff\ud800", max_size=40))
@example("\ud800")
@example("!<tag:yaml.org,2002:python/name:os> x")
@example("%YAML 9.9\n--- a")
@settings(max_examples=250, deadline=None)
def test_noise_is_a_tree_or_mistakes(text: str) -> None:
    found = read(text)
    if isinstance(found, tuple):
        assert found
        assert all(isinstance(one, Mistake) for one in found)
    else:
        yaml.safe_dump(plain(found))


def test_every_mistake_is_told_once_and_a_field_without_value_is_missing() -> None:
    asking = Asking()
    members = asking.members(_read("a:\nb: x\nd: 1\ncc: 2\n"), required=("a", "b", "c"), optional=("dd",))
    assert asking.whole(members["b"], low=1, high=5) == 1
    assert asking.whole(members.get("a", NOTHING), low=1, high=5) == 1
    assert [(one.path, one.line, one.code) for one in asking.errors] == [
        ("d", 3, "unknown_field"),
        ("cc", 4, "unknown_field"),
        ("a", 1, "missing"),
        ("c", 1, "missing"),
        ("b", 2, "out_of_range"),
    ]
    assert "'dd'" in asking.errors[0].text.en
    assert str(asking.errors[-1]).startswith("line 2: b: A whole number")
