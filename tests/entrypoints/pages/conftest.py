"""The demo's pages and those of an installation where nothing was bought yet."""

import html
from collections.abc import Iterator

import httpx
import pytest

from given.command_line import CommandLine, own_installation


@pytest.fixture(scope="session")
def demo() -> Iterator[CommandLine]:
    """`socert` after a demo with few people."""
    with own_installation() as command_line:
        said = command_line.run("demo", DEMO_EXIT="1", DEMO_PEOPLE="12")
        assert said.code == 0, said.err
        assert "the books balance" in said.err
        yield command_line


@pytest.fixture(scope="session")
def opened_demo(demo: CommandLine) -> Iterator[tuple[str, str]]:
    """Where the demo's pages are, and the first of them as it was before anybody tried anything."""
    with demo.serving("--database", "socert_demo") as (url, _):
        yield url, html.unescape(httpx.get(f"{url}/").text)


@pytest.fixture(scope="session")
def demo_url(opened_demo: tuple[str, str]) -> str:
    """Where the demo's pages are."""
    return opened_demo[0]


@pytest.fixture(scope="session")
def first_page(opened_demo: tuple[str, str]) -> str:
    """The page as it was before anybody tried anything."""
    return opened_demo[1]


@pytest.fixture(scope="session")
def empty_url(demo: CommandLine) -> Iterator[str]:
    """Where the pages of the same home's own installation are, which nobody has used."""
    with demo.serving() as (url, _):
        yield url


@pytest.fixture(scope="session")
def live_url() -> Iterator[str]:
    """Where the pages of a live installation are."""
    with own_installation() as command_line:
        assert command_line.run("init", "--live").code == 0
        with command_line.serving() as (url, _):
            yield url
