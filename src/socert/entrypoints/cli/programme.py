"""`socert programme …`: check, publish and list programme files."""

from typing import Any

import click

from socert.domain import catalogue, programmes
from socert.entrypoints.cli.answering import answer, json_option, table
from socert.entrypoints.cli.opening import ACTOR, open_work, read_text
from socert.entrypoints.cli.programme_check import check
from socert.entrypoints.cli.programme_diff import diff
from socert.entrypoints.cli.programme_schema import schema
from socert.entrypoints.cli.programme_show import show
from socert.entrypoints.cli.programme_test import test
from socert.entrypoints.cli.refusing import Refused
from socert.rulebook import find_programme, read_rulebook
from socert.settings import read_settings
from socert.values import Language, Money


@click.group("programme")
def group() -> None:
    """Programme files: who is entitled to what, from when, paid by whom."""


group.add_command(diff)
group.add_command(check)
group.add_command(test)
group.add_command(schema)
group.add_command(show)


@group.command("publish")
@click.argument("name", metavar="P")
@json_option
def publish(name: str) -> None:
    """Publish the new versions of a programme file; the same file again changes nothing.

    P is a programme's id or a programme file.
    """
    folder = read_settings().rulebook
    file = find_programme(name, folder=folder)
    text = read_text(file)
    with open_work() as work:
        tree, ground = catalogue.categories(work.conn), read_rulebook(folder)
        done = programmes.publish(work.conn, text=text, tree=tree, actor=ACTOR, now=work.now, ground=ground)
        if isinstance(done, tuple):
            lines = [f"{file}: {mistake}" for mistake in done]
            checked = programmes.check(text=text, tree=tree, ground=ground)
            if isinstance(checked, programmes.ProgrammeDefinition):  # only what was published stands in its way
                lines.append(f"What differs: socert programme diff --published {checked.id} {file}")
            raise Refused("programme_has_mistakes", "\n".join(lines))
    versions = [day.isoformat() for day in done.added]
    words = "nothing new" if done.is_unchanged else f"new versions: {', '.join(versions) or 'none, a new title'}"
    answer({"programme": done.id, "added": versions, "is_retitled": done.is_retitled}, lines=[f"{done.id}: {words}"])


@group.command("list")
@json_option
def list_versions() -> None:
    """Every published version of every programme, by its id and first day."""
    with open_work() as work:
        found = sorted(programmes.versions(work.conn), key=lambda one: (one.programme_id, one.valid_from))
    rows = [
        (one.programme_id, one.valid_from, one.valid_days or None, _given(one), _funding(one), one.title.ru)
        for one in found
    ]
    answer(
        {"versions": [_version(one) for one in found]},
        lines=[table(("programme", "from", "days", "amount", "funding", "title"), rows, numbers=("days", "amount"))],
    )


def _version(one: programmes.ProgrammeVersion) -> dict[str, Any]:
    return {
        "programme": one.programme_id,
        "title": one.title,
        "valid_from": one.valid_from,
        "valid_days": one.valid_days,
        "decision_only": one.is_decision_only,
        "hold_seconds": one.hold_seconds,
        "amount_kopecks": _amount(one).kopecks,
        "funding": one.funding,
    }


def _amount(one: programmes.ProgrammeVersion) -> Money:
    return Money(sum(allowance.amount_kopecks for allowance in one.allowances))


def _given(one: programmes.ProgrammeVersion) -> str | None:
    """What a certificate comes to; nothing where none is given."""
    if one.is_decision_only:
        return None
    is_by_facts = any(allowance.table or allowance.by_need for allowance in one.allowances)
    return ("up to " if is_by_facts else "") + _amount(one).text(Language.EN)


def _funding(one: programmes.ProgrammeVersion) -> str:
    return ", ".join(f"{share.source} {share.share} %" for share in one.funding)
