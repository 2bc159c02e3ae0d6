"""One installation for the tests of the command line."""

from collections.abc import Iterator

import pytest

from given.command_line import CommandLine, own_installation


@pytest.fixture(scope="session")
def socert() -> Iterator[CommandLine]:
    """`socert` on an example installation that many tests share; its clock only goes forward."""
    with own_installation() as command_line:
        said = command_line.run("init")
        assert said.code == 0, said.err
        yield command_line


@pytest.fixture
def other() -> Iterator[CommandLine]:
    """`socert` where nothing was made yet."""
    with own_installation() as command_line:
        yield command_line
