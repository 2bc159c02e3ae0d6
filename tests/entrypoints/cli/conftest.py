"""One installation for the tests of the command line."""

from collections.abc import Iterator

import pytest

from given.command_line import CommandLine, NearCommandLine, own_installation


@pytest.fixture(scope="session")
def socert() -> Iterator[CommandLine]:
    """`socert` on an example installation that many tests share; its clock only goes forward."""
    with own_installation() as command_line:
        said = command_line.run("init")
        assert said.code == 0, said.err
        yield NearCommandLine(command_line.home)


@pytest.fixture
def own_process(socert: CommandLine) -> CommandLine:
    """The same `socert` with a process for each command, as its users start it."""
    return CommandLine(socert.home)


@pytest.fixture
def other() -> Iterator[CommandLine]:
    """`socert` where nothing was made yet."""
    with own_installation() as command_line:
        yield command_line
