"""People of a list registered without a certificate, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import click

from socert.domain import certificates, people
from socert.entrypoints.cli.answering import answer, tell
from socert.entrypoints.cli.opening import ACTOR, Work
from socert.entrypoints.cli.refusing import Refused
from socert.values import Text

_SHOWN_MAX = 20


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row nobody was registered from, or whose card was not linked, and why."""

    line: int
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Registering:
    """What became of a list."""

    registered: int
    known: int
    linked: int
    rejected: Sequence[Rejected]


def register_people(work: Work, content: bytes, *, source: str) -> Registering:
    """Register everybody on a list, and link the cards it names.

    Raises:
        Refused: the list as a whole cannot be read; `source` names it.
    """
    today = work.now.astimezone(work.site.installation.zone).date()
    read = certificates.read_list(content, today=today, progress=lambda _done, _total: None)
    if isinstance(read, certificates.ListRefused):
        place = "" if read.line is None else f", line {read.line}"
        raise Refused(read.code, f"{source}{place}: {read.text.en}")
    done = people.register(
        work.conn,
        residents=[row.person for row in read.rows],
        lanes=work.site.installation.lanes,
        actor=ACTOR,
        now=work.now,
    )
    linked, refused = _link(work, read.rows, done)
    rejected = [*(Rejected(one.line, one.code, one.text) for one in read.refusals), *refused]
    fresh = sum(one.is_new for one in done)
    return Registering(fresh, len(done) - fresh, linked, sorted(rejected, key=lambda one: one.line))


def _link(
    work: Work, rows: Sequence[certificates.RecipientRow], registered: Sequence[people.Registered]
) -> tuple[int, list[Rejected]]:
    lines, cards = [], []
    for row, one in zip(rows, registered, strict=True):
        if row.card is None:
            continue
        lines.append(row.line)
        cards.append(
            people.NewCard(
                hash=people.card_hash(secret=work.site.card_secret, card=row.card),
                last_four=row.card.last_four,
                holder=one.holder,
                representation=None,
                valid_from=work.now,
                valid_until=None,
            )
        )
    done = people.link_cards(work.conn, cards=cards, actor=ACTOR, now=work.now)
    # Linked to the same person since an earlier day: the card is theirs.
    refused = [one for one in done.refused if one.refusal is not people.Refusal.CARD_LINKED_OTHERWISE]
    return done.linked, [Rejected(lines[one.place], one.refusal, one.refusal.text) for one in refused]


def answer_registered(done: Registering) -> None:
    """Say what became of a list; exit 1 when nobody on it is in the register."""
    document = {
        "registered": done.registered,
        "known": done.known,
        "cards_linked": done.linked,
        "rejected": [{"line": one.line, "code": one.code, "text": one.text} for one in done.rejected],
    }
    counts = f"{done.registered} registered, {done.known} known already, {len(done.rejected)} rejected"
    answer(document, lines=[f"{counts}; {done.linked} cards linked"])
    for one in done.rejected[:_SHOWN_MAX]:
        tell(f"line {one.line}: {one.text.en}")
    if len(done.rejected) > _SHOWN_MAX:
        tell(f"… and {len(done.rejected) - _SHOWN_MAX} more rejected rows; --json lists all.")
    if done.registered + done.known == 0:
        raise click.exceptions.Exit(1)
