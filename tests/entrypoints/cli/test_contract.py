"""With --json: one document on stdout, all else on stderr; exit 0 only when what was promised holds."""

import pytest

from given.command_line import CommandLine

QUESTIONS = (
    ("doctor",),
    ("migrate",),
    ("clock",),
    ("clock", "show"),
    ("programme", "list"),
    ("programme", "show", "home-care", "--region", "north"),
    ("programme", "diff", "home-care", "food-certificate"),
    ("budget", "show"),
    ("budget", "source"),
    ("merchant", "list"),
    ("catalogue", "categories"),
    ("certificates", "expire"),
    ("clearing", "list"),
    ("report", "demand", "--week", "2026-W47"),
    ("staff", "list"),
    ("verify",),
    ("bench",),
)
MISUSES = (
    ("serve", "--port", "70000"),
    ("clearing", "close", "--until", "yesterday", "--json"),
    ("certificates", "issue", "no-such-file.csv", "--programme", "food-certificate", "--json"),
    ("certificates", "block", "my-certificate", "--reason", "lost", "--json"),
    ("certificates", "show", "--json"),
    ("clearing", "pay", "the-first-one", "--reference", "a", "--json"),
    ("clock", "forward", "backwards", "--json"),
    ("report", "demand", "--json"),
    ("init", "--zone", "Moscow", "--json"),
    ("no-such-command",),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_question_is_answered_by_one_document(socert: CommandLine, question: tuple[str, ...]) -> None:
    said = socert.run(*question, "--json")
    assert said.code == 0, said.err
    assert isinstance(said.document, dict)


@pytest.mark.parametrize("question", QUESTIONS[::3], ids=" ".join)
def test_people_get_words_and_no_traceback(socert: CommandLine, question: tuple[str, ...]) -> None:
    said = socert.run(*question)
    assert said.code == 0, said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("misuse", MISUSES, ids=" ".join)
def test_bad_usage_exits_with_2_and_says_how_to_do_it(socert: CommandLine, misuse: tuple[str, ...]) -> None:
    said = socert.run(*misuse)
    assert said.code == 2
    assert "Usage: socert" in said.err
    if "--json" in misuse:
        assert said.document["refused"]["code"] == "bad_usage"
    else:
        assert said.out == ""


def test_every_command_explains_itself(socert: CommandLine) -> None:
    said = socert.run("--help")
    groups = [line.split()[0] for line in said.out.partition("Commands:\n")[2].splitlines() if line[:3].strip()]
    assert len(groups) > 10
    assert socert.run("certificates", "--help").out.count("\n") > 10


def test_the_version_is_told(socert: CommandLine) -> None:
    assert socert.run("--version").out == "socert 0.1.0\n"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("merchant", "list"), 0),
        (("merchant", "list", "--json"), 0),
        (("verify", "--database", "socert_nowhere", "--json"), 1),
        (("no-such-command", "--json"), 2),
    ],
)
def test_a_process_of_its_own_says_and_ends_with_the_same(
    socert: CommandLine, own_process: CommandLine, asked: tuple[str, ...], code: int
) -> None:
    said = own_process.run(*asked)
    assert said == socert.run(*asked)
    assert said.code == code


def test_a_database_that_is_not_there_is_refused(socert: CommandLine) -> None:
    said = socert.run("verify", "--database", "socert_nowhere", "--json")
    assert said.code == 1
    assert said.document["refused"]["code"] == "unable_to_serve"
    assert "There is no database socert_nowhere" in said.err
