"""`socert people …`: residents, their cards and representatives, and erasing who they are."""

import csv
import io
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import click

from socert.domain import certificates, people
from socert.entrypoints.cli.answering import answer, json_option
from socert.entrypoints.cli.moments import Day, beginning_of, end_of, validity
from socert.entrypoints.cli.opening import ACTOR, ReadableFile, Work, open_work, read_bytes
from socert.entrypoints.cli.people_messages import command as messages
from socert.entrypoints.cli.refusing import Refused
from socert.entrypoints.cli.registering import answer_registered, register_people
from socert.values import CardNumber, Period, Snils

_NEEDED = ("last_name", "first_name", "birth_date", "district")
_REASON = "Why; no names and numbers of people, please."


@click.group("people")
def group() -> None:
    """Residents: their cards, who may shop for them, erasing who they are.

    Where a number of a person is asked for, - reads it from standard input and keeps it out of the shell's history.
    """


@group.command("register")
@click.argument("file", type=ReadableFile, required=False)
@click.option("--snils", help="The СНИЛС, or -.")
@click.option("--last-name")
@click.option("--first-name")
@click.option("--patronymic")
@click.option("--birth-date", help="Such as 1961-05-31.")
@click.option("--district")
@click.option("--card", help="Their card's number, if they have one.")
@click.option("--phone", help="Where codes are sent, such as +79990001122, or -.")
@json_option
def register(file: Path | None, **words: str | None) -> None:
    """Register people without giving them a certificate, such as representatives: a CSV, or one person by options.

    Columns: snils, last_name, first_name, patronymic, birth_date, district and perhaps card and phone; UTF-8. Who is
    known stays as they are, with a phone where none was known. Each row is taken in or rejected alone.
    """
    if (file is None) == (words["snils"] is None):
        raise click.UsageError("Please give either a FILE or one person with --snils and the other options.")
    content = _one_person(words) if file is None else read_bytes(file)
    with open_work() as work:
        registering = register_people(work, content, source="the options" if file is None else str(file))
    answer_registered(registering)


def _one_person(words: Mapping[str, str | None]) -> bytes:
    missing = [name for name in _NEEDED if not words[name]]
    if missing:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise click.UsageError(f"Please give {options} as well.")
    row = {
        name: (typed(text) if name in {"snils", "card", "phone"} else text) if text else ""
        for name, text in words.items()
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(row), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerow({name: word.strip() for name, word in row.items()})
    return text.getvalue().encode()


@group.command("card-link")
@click.option("--card", required=True, help="The card's number, or -.")
@click.option("--snils", required=True, help="The СНИЛС of whom the card opens.")
@click.option("--representation", type=click.UUID, help="By which representation, for a representative's card.")
@click.option("--from", "first", type=Day(), help="The first day; otherwise now, or the representation's.")
@click.option("--through", "last", type=Day(), help="The last day included; otherwise none, or the representation's.")
@json_option
def card_link(card: str, snils: str, representation: UUID | None, first: date | None, last: date | None) -> None:
    """Link a card to the resident it opens."""
    number = CardNumber.parse(typed(card))
    if people.begins_like_a_sheet(number):
        raise Refused.because(people.Refusal.NUMBER_OF_A_SHEET, people.Refusal.NUMBER_OF_A_SHEET.text)
    with open_work() as work:
        valid_from, valid_until = _card_dates(work, representation, first=first, last=last)
        new = people.NewCard(
            hash=people.card_hash(secret=work.site.card_secret, card=number),
            last_four=number.last_four,
            holder=holder_of(work, snils=snils),
            representation=representation,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        done = people.link_cards(work.conn, cards=[new], actor=ACTOR, now=work.now)
        for one in done.refused:
            raise Refused.because(one.refusal, one.refusal.text)
        zone = work.site.installation.zone
    answer(
        {"linked": done.linked, "last_four": number.last_four, "valid_from": valid_from, "valid_until": valid_until},
        lines=[f"The card …{number.last_four} is linked, {validity(valid_from, valid_until, zone=zone)}."],
    )


def _card_dates(
    work: Work, representation: UUID | None, *, first: date | None, last: date | None
) -> tuple[datetime, datetime | None]:
    """From when until when a card is good: as said, else as long as the right it is given by."""
    zone = work.site.installation.zone
    valid_from, valid_until = work.now, None
    if representation is not None:
        found = people.find_representation(work.conn, representation=representation)
        if found is None:
            raise Refused.because(people.Refusal.REPRESENTATION_UNKNOWN, people.Refusal.REPRESENTATION_UNKNOWN.text)
        valid_from, valid_until = found.valid_from, found.valid_until
    if first is not None:
        valid_from = beginning_of(first, zone=zone).astimezone(UTC)
    if last is not None:
        valid_until = end_of(last, zone=zone).astimezone(UTC)
    return valid_from, valid_until


@group.command("card-block")
@click.option("--card", required=True, help="The card's number, or -.")
@click.option("--reason", required=True, help=_REASON)
@json_option
def card_block(card: str, reason: str) -> None:
    """Block a card for good; a resident whose own it is gets signed out everywhere."""
    number = CardNumber.parse(typed(card))
    with open_work() as work:
        secret = work.site.card_secret
        hashed = people.card_hash(secret=secret, card=number)
        done = people.take_away_card(work.conn, card=hashed, secret=secret, actor=ACTOR, now=work.now, reason=reason)
        if isinstance(done, people.Refusal):
            raise Refused.because(done, done.text)
    answer({"blocked": True, "last_four": done.last_four}, lines=[f"The card …{done.last_four} is blocked."])


@group.command("contact")
@click.option("--snils", required=True, help="The СНИЛС, or -.")
@click.option("--phone", help="Where codes are sent, such as +79990001122; - reads it after the СНИЛС.")
@click.option("--remove", is_flag=True, help="Forget the phone.")
@json_option
def contact(snils: str, phone: str | None, remove: bool) -> None:  # noqa: FBT001 - a flag
    """Set the phone of a resident, or forget it."""
    if (phone is None) != remove:
        raise click.UsageError("Please give either --phone or --remove.")
    with open_work() as work:
        holder = holder_of(work, snils=snils)
        given = None if phone is None else typed(phone)
        refused = people.set_contact(work.conn, holder=holder, phone=given, actor=ACTOR, now=work.now)
        if refused is not None:
            raise Refused.because(refused, refused.text)
    answer({"set": not remove}, lines=["The phone is forgotten." if remove else "The phone is set."])


@group.command("pin")
@click.option("--card", required=True, help="The card's number, or -.")
@click.option("--pin", required=True, help="4 to 8 digits; - reads them from standard input, after the card.")
@json_option
def pin(card: str, pin: str) -> None:
    """Set the PIN of a card, or set it anew; tries begin again."""
    number = CardNumber.parse(typed(card))
    digits = typed(pin).strip()
    with open_work() as work:
        hashed = people.card_hash(secret=work.site.card_secret, card=number)
        refused = people.set_pin(work.conn, card=hashed, pin=digits, actor=ACTOR, now=work.now)
        if refused is not None:
            raise Refused.because(refused, refused.text)
    answer({"set": True, "last_four": number.last_four}, lines=[f"The card …{number.last_four} has a PIN."])


@group.command("pin-unblock")
@click.option("--card", required=True, help="The card's number, or -.")
@json_option
def pin_unblock(card: str) -> None:
    """Let a PIN that was entered wrong too often be tried again."""
    number = CardNumber.parse(typed(card))
    with open_work() as work:
        hashed = people.card_hash(secret=work.site.card_secret, card=number)
        refused = people.unblock_pin(work.conn, card=hashed, actor=ACTOR, now=work.now)
        if refused is not None:
            raise Refused.because(refused, refused.text)
    answer({"unblocked": True, "last_four": number.last_four}, lines=[f"The card …{number.last_four} can be tried."])


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


@group.command("end-representation")
@click.argument("representation", type=click.UUID)
@click.option("--reason", required=True, help=_REASON)
@json_option
def end_representation(representation: UUID, reason: str) -> None:
    """Let nobody shop by REPRESENTATION any more: its cards are blocked for good."""
    with open_work() as work:
        done = people.end_representation(
            work.conn, representation=representation, actor=ACTOR, now=work.now, reason=reason
        )
        if isinstance(done, people.Refusal):
            raise Refused.because(done, done.text)
    over = done.representation.id
    answer(
        {"representation": over, "cards": done.cards},
        lines=[f"Nobody shops by representation {over} any more; {done.cards} cards blocked."],
    )


@group.command("erase")
@click.option("--snils", required=True, help="The СНИЛС of whom to forget, or -.")
@click.option("--reason", required=True, help=_REASON)
@click.confirmation_option(prompt="Who this person is will be gone for good. Erase?")
@json_option
def erase(snils: str, reason: str) -> None:
    """Forget who a resident is (152-ФЗ); the ledger, which knows a random number only, stays."""
    with open_work() as work:
        holder = holder_of(work, snils=snils)
        done = certificates.forget(work.conn, holder=holder, actor=ACTOR, now=work.now, reason=reason)
        if isinstance(done, certificates.ForgetRefused):
            raise Refused.because(done.code, done.text)
    answer({"erased": True, "cards": done.cards}, lines=[f"Erased, and {done.cards} cards blocked."])


group.add_command(messages)


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
