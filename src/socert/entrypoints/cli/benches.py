"""`socert bench`: measurements on this machine; each is a command of its own."""

import click

from socert.entrypoints.benches import bulk, demand, pages
from socert.entrypoints.cli import basket_bench
from socert.entrypoints.cli.answering import answer, json_option, screen
from socert.entrypoints.cli.authorise_bench import bench as authorise
from socert.entrypoints.cli.catalogue_bench import bench as catalogue
from socert.entrypoints.cli.decisions_bench import bench as decisions
from socert.entrypoints.cli.growth_bench import bench as growth
from socert.entrypoints.replays.bars import show_bars
from socert.settings import read_settings

NAMES: tuple[str, ...] = ("authorise", "basket", "bulk", "catalogue", "decisions", "demand", "growth", "pages")
_BASKETS = 20_000
_BASKETS_MAX = 1_000_000


@click.group("bench", invoke_without_command=True)
@json_option
@click.pass_context
def group(ctx: click.Context) -> None:
    """Measure on this machine."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_benches)


group.add_command(authorise)
group.add_command(catalogue)
group.add_command(decisions)
group.add_command(growth)


@group.command("list")
@json_option
def list_benches() -> None:
    """Which benches there are."""
    answer({"benches": NAMES}, lines=NAMES or ["There are no benches yet."])


@group.command("basket")
@click.option("--baskets", type=click.IntRange(1, _BASKETS_MAX), default=_BASKETS, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="The same: the same baskets.")
@json_option
def basket(baskets: int, seed: int) -> None:
    """How long a basket takes to be decided: one allowance and ten lines, and random baskets of all kinds mixed."""
    done = basket_bench.measure(baskets=baskets, seed=seed)
    answer(
        done,
        lines=[
            f"one allowance, ten lines: {done.common_us} µs",
            f"{done.random_baskets:,} random baskets: mean {done.random_mean_us} µs, p50 {done.random_p50_us} µs",
            f"p99 {done.random_p99_us} µs, p99.9 {done.random_p999_us} µs, longest {done.random_max_us} µs",
            f"{done.cut} of them met the bound of the search; {done.baskets_per_second:,} baskets a second",
        ],
    )


@group.command("demand")
@click.option(
    "--purchases", type=click.IntRange(1_000, demand.PURCHASES_MAX), default=demand.PURCHASES, show_default=True
)
@json_option
def weekly_picture(purchases: int) -> None:
    """How long the weekly picture of demand takes over so many purchases of two weeks."""
    with show_bars(screen()) as bars:
        done = demand.measure(read_settings(), purchases=purchases, bars=bars)
    answer(
        done,
        lines=[f"{done.purchases:,} purchases of {done.people:,} people: {done.report_seconds} s"],
    )


@group.command("bulk")
@click.option("--people", type=click.IntRange(100, bulk.PEOPLE), default=bulk.PEOPLE, show_default=True)
@click.option(
    "--purchases", type=click.IntRange(1_000, demand.PURCHASES_MAX), default=bulk.PURCHASES, show_default=True
)
@json_option
def office(people: int, purchases: int) -> None:
    """How long it takes to issue a list, to close a period, and to let three lists expire."""
    with show_bars(screen()) as bars:
        done = bulk.measure(read_settings(), people=people, purchases=purchases, bars=bars)
    answer(
        done,
        lines=[f"{one.step} {one.count:,}: {one.seconds} s, at most {one.peak_mib} MiB so far" for one in done.steps],
    )
    if not done.holds:
        raise click.exceptions.Exit(1)


@group.command("pages")
@click.option("--people", type=click.IntRange(100, pages.PEOPLE), default=pages.PEOPLE, show_default=True)
@click.option(
    "--purchases", type=click.IntRange(1_000, demand.PURCHASES_MAX), default=pages.PURCHASES, show_default=True
)
@click.option(
    "--rounds",
    type=click.IntRange(pages.ROUNDS_MIN, 1_000),
    default=pages.ROUNDS,
    show_default=True,
    help="How often each page is asked for.",
)
@json_option
def every_page(people: int, purchases: int, rounds: int) -> None:
    """How long every page takes in a city of so many people with so many purchases behind them."""
    with show_bars(screen()) as bars:
        done = pages.measure(read_settings(), people=people, purchases=purchases, rounds=rounds, bars=bars)
    answer(
        done,
        lines=[
            f"{one.page}: p50 {one.p50_ms} ms, p95 {one.p95_ms} ms, longest {one.longest_ms} ms, "
            f"first {one.first_ms} ms, {one.kibibytes} KiB"
            for one in done.pages
        ],
    )
