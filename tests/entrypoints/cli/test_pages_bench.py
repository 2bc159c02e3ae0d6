"""`socert bench pages`, short: every page is asked for by who may see it."""

from given.command_line import CommandLine


def test_a_short_bench_times_every_page(socert: CommandLine) -> None:
    found = socert.ask("bench", "pages", "--people", "100", "--purchases", "1000", "--rounds", "3")
    pages = {one["page"]: one for one in found["pages"]}
    assert {"/", "/me", "/me/history", "/staff", "/staff/catalogue"} <= pages.keys()
    assert all(one["asked"] > 0 and 0 < one["p50_ms"] <= one["longest_ms"] for one in pages.values())
