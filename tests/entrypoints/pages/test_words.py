"""The catalogue of words: nothing is missing, nothing is left over, plurals are right."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import jinja2
import jinja2.nodes
import pytest

from given.checkout import PACKAGE
from socert.entrypoints.pages.speaking import NoSuchWord, Speaker, WordNeedsCount
from socert.entrypoints.pages.words import WORDS, Counted
from socert.values import IncompleteForms, Language, Text

PAGES = PACKAGE / "entrypoints" / "pages"
ZONE = ZoneInfo("Europe/Moscow")
_PLACE = re.compile(r"\{(\w+)\}")


def _templates() -> Iterator[tuple[str, str]]:
    for path in sorted((PAGES / "templates").rglob("*.jinja")):
        yield path.relative_to(PAGES).as_posix(), path.read_text(encoding="utf-8")


def _said() -> Iterator[tuple[str, str]]:
    """Every key a template says, with the template."""
    environment = jinja2.Environment(autoescape=True)
    for name, source in _templates():
        parsed = environment.parse(source)
        for spoken in parsed.find_all(jinja2.nodes.Getattr):
            if isinstance(spoken.node, jinja2.nodes.Name) and spoken.node.name == "words" and spoken.attr != "get":
                yield name, spoken.attr
        for call in parsed.find_all(jinja2.nodes.Call):
            said = call.args[0] if call.args else None
            is_say = isinstance(call.node, jinja2.nodes.Name) and call.node.name == "say"
            if is_say and isinstance(said, jinja2.nodes.Const):
                yield name, said.value


def test_every_word_a_template_says_is_in_the_catalogue() -> None:
    assert [(name, key) for name, key in _said() if key not in WORDS] == []


def test_nothing_is_left_over() -> None:
    """A word is named whole, or put together where a part of it stands before or after something that changes."""
    files = [*PAGES.rglob("*.jinja"), *(path for path in PAGES.rglob("*.py") if "words" not in path.parts)]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"\w+", sources)) | set(re.findall(r"[\"']([\w ]+)[\"']", sources))
    begun = tuple(re.findall(r"[\"'](\w+_)[\"']\s*~", sources) + re.findall(r"f[\"'](\w+?_?)\{", sources))
    ended = tuple(re.findall(r"~\s*[\"'](_\w+)[\"']", sources) + re.findall(r"\}(_\w+)[\"']", sources))
    assert [key for key in WORDS if key not in named and not key.startswith(begun) and not key.endswith(ended)] == []


def test_templates_hold_no_sentence_of_their_own() -> None:
    letters, comments = re.compile(r"[А-Яа-яЁё]{2,}"), re.compile(r"\{#.*?#\}", re.DOTALL)
    found = {name: letters.findall(comments.sub("", source)) for name, source in _templates()}
    assert {name: words for name, words in found.items() if words} == {}


def test_both_languages_name_the_same_places() -> None:
    wrong = []
    for key, word in WORDS.items():
        texts = [word.ru, word.en] if isinstance(word, Text) else [*word.ru, *word.en]
        if len({frozenset(_PLACE.findall(text)) for text in texts}) > 1:
            wrong.append(key)
    assert wrong == []


def test_english_words_hold_no_cyrillic_letter_but_the_name_of_russian() -> None:
    cyrillic = re.compile(r"[А-Яа-яЁё]")
    english = {key: [word.en] if isinstance(word, Text) else [*word.en] for key, word in WORDS.items()}
    assert {key for key, texts in english.items() if any(map(cyrillic.search, texts))} == {"other_language"}


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 позиций"), (1, "1 позиция"), (2, "2 позиции"), (5, "5 позиций"), (11, "11 позиций"), (21, "21 позиция"),
     (112, "112 позиций"), (1_004, "1\u00a0004 позиции")],
)  # fmt: skip
def test_a_count_takes_its_form(count: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    word = Counted(ru=("{count} позиция", "{count} позиции", "{count} позиций"), en=("{count} line", "{count} lines"))
    monkeypatch.setitem(WORDS, "lines_of_test", word)
    assert Speaker(Language.RU, ZONE).say("lines_of_test", count=count) == said


def test_a_missing_word_a_missing_count_and_a_missing_form_are_found() -> None:
    speaker = Speaker(Language.EN, ZONE)
    with pytest.raises(NoSuchWord):
        speaker.say("no_such_word")
    with pytest.raises(WordNeedsCount):
        speaker.say("title", count=1)
    with pytest.raises(IncompleteForms):
        Counted(ru=("одна", "две"), en=("one", "more"))  # type: ignore[arg-type]
