"""`socert people …`: cards and representatives of residents, and erasing who they are."""

import sys
from datetime import date
from uuid import UUID

import click

from socert.domain import people
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.moments import Day
from socert.entrypoints.cli.opening import ACTOR, Work, open_work
from socert.entrypoints.cli.refusing import Refused
from socert.values import CardNumber, Period, Snils

_REASON = "Why; no names and numbers of people, please."


@click.group("people")
def group() -> None:
    """Residents: their cards, who may shop for them, erasing who they are.

    Where a number of a person is asked for, - reads it from standard input and keeps it out of the shell's history.
    """


@group.command("card-link")
@click.option("--card", required=True, help="The card's number, or -.")
@click.option("--snils", required=True, help="The СНИЛС of whom the card opens.")
@click.option("--representation", type=click.UUID, help="By which representation, for a representative's card.")
@json_option
def card_link(card: str, snils: str, representation: UUID | None) -> None:
    """Link a card to the resident it opens."""
    number = CardNumber.parse(typed(card))
    with open_work() as work:
        new = people.NewCard(
            hash=people.card_hash(secret=work.site.card_secret, card=number),
            last_four=number.last_four,
            holder=holder_of(work, snils=snils),
            representation=representation,
            valid_from=work.now,
            valid_until=None,
        )
        done = people.link_cards(work.conn, cards=[new], actor=ACTOR, now=work.now)
        for one in done.refused:
            raise Refused.because(one.refusal, one.refusal.text)
    answer({"linked": done.linked, "last_four": number.last_four}, lines=[f"The card …{number.last_four} is linked."])


@group.command("card-block")
@click.option("--card", required=True, help="The card's number, or -.")
@click.option("--reason", required=True, help=_REASON)
@json_option
def card_block(card: str, reason: str) -> None:
    """Block a card for good."""
    number = CardNumber.parse(typed(card))
    with open_work() as work:
        hashed = people.card_hash(secret=work.site.card_secret, card=number)
        done = people.block_card(work.conn, card=hashed, actor=ACTOR, now=work.now, reason=reason)
        if isinstance(done, people.Refusal):
            raise Refused.because(done, done.text)
    answer({"blocked": True, "last_four": done.last_four}, lines=[f"The card …{done.last_four} is blocked."])


@group.command("represent")
@click.option("--representative", required=True, help="СНИЛС of who shops.")
@click.option("--represented", required=True, help="СНИЛС of whom they shop for.")
@click.option("--from", "first", type=Day(), required=True, help="The first day.")
@click.option("--through", "last", type=Day(), required=True, help="The last day included.")
@json_option
def represent(representative: str, represented: str, first: date, last: date) -> None:
    """Let a resident shop for another between two days."""
    if last < first:
        raise Refused.because(people.Refusal.DATES_REVERSED, people.Refusal.DATES_REVERSED.text)
    with open_work() as work:
        period = Period.of_days(first=first, last=last, zone=work.site.installation.zone)
        assert period.end is not None, "both days were given"
        done = people.represent(
            work.conn,
            representative=holder_of(work, snils=representative),
            represented=holder_of(work, snils=represented),
            valid_from=period.start,
            valid_until=period.end,
            actor=ACTOR,
            now=work.now,
        )
        if isinstance(done, people.Refusal):
            raise Refused.because(done, done.text)
    answer({"representation": done.id}, lines=[f"Representation {done.id}, from {first} through {last}."])


@group.command("erase")
@click.option("--snils", required=True, help="The СНИЛС of whom to forget, or -.")
@click.option("--reason", required=True, help=_REASON)
@click.confirmation_option(prompt="Who this person is will be gone for good. Erase?")
@json_option
def erase(snils: str, reason: str) -> None:
    """Forget who a resident is (152-ФЗ); the ledger, which knows a random number only, stays."""
    with open_work() as work:
        holder = holder_of(work, snils=snils)
        done = people.erase(work.conn, holder=holder, actor=ACTOR, now=work.now, reason=reason)
        if isinstance(done, people.Refusal):
            raise Refused.because(done, done.text)
    answer({"erased": True, "cards": done.cards}, lines=[f"Erased, and {done.cards} cards blocked."])


def typed(text: str) -> str:
    """A number as it was given; - reads the next line of standard input."""
    return sys.stdin.readline() if text == "-" else text


def holder_of(work: Work, *, snils: str) -> int:
    """The random number of a person.

    Raises:
        Refused: nobody has this СНИЛС.
    """
    person = Snils.parse(typed(snils))
    found = people.find_holders(work.conn, snils=[person])
    if person not in found:
        raise Refused.because(people.Refusal.RESIDENT_UNKNOWN, people.Refusal.RESIDENT_UNKNOWN.text)
    return found[person][0]
