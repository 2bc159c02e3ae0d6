"""What the landing page tells: figures from the books, ready to be shown in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from socert import wiring
from socert.domain import catalogue, monitoring, purchases
from socert.entrypoints.pages.speaking import Speaker
from socert.entrypoints.pages.words import REASONS
from socert.values import Language, Text


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read from the database at once."""

    now: datetime
    books: monitoring.Books
    titles: dict[str, Text]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the issued money; `start` and `width` are thousandths of the bar."""

    kind: str
    title: str
    sum: str
    share: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Repaid:
    """A chain; `width` is in thousandths of the largest."""

    title: str
    claimed: str
    paid: str
    width: int


@dataclass(frozen=True, slots=True)
class Why:
    """A reason with its lines, and the denied categories among them."""

    title: str
    lines: str
    among: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the page shows besides its fixed words."""

    is_empty: bool
    people: str
    issued: str
    parts: Sequence[Part]
    figures: Sequence[tuple[str, str]]
    repaid: Sequence[Repaid]
    claimed: str
    paid: str
    why: Sequence[Why]
    is_balanced: bool
    unclaimed: str


def read_facts(conn: Connection, site: wiring.Site) -> Facts:
    """Read everything the page needs."""
    tree = catalogue.categories(conn)
    return Facts(
        now=site.now(conn),
        books=monitoring.books(conn, zone=site.installation.zone),
        titles={one.id: one.title for one in tree.categories.values()},
    )


def tell_story(facts: Facts, *, speaker: Speaker) -> Story:
    """The facts as they are shown."""
    books = facts.books

    return Story(
        is_empty=books.certificates_issued == 0,
        people=speaker.count(books.people),
        issued=speaker.money(books.issued_kopecks),
        parts=_parts(books, speaker=speaker),
        figures=[
            (speaker.say("people"), speaker.count(books.people)),
            (speaker.say("certificates"), speaker.count(books.certificates_issued)),
            (speaker.say("captured"), speaker.money(books.captured_kopecks)),
            (speaker.say("refunded"), speaker.money(books.refunded_kopecks)),
            (speaker.say("own_money"), speaker.money(books.own_money_kopecks)),
            (speaker.say("weeks"), speaker.count(len(books.weeks))),
        ],
        repaid=_repaid(books, speaker=speaker),
        claimed=speaker.money(books.claimed_kopecks),
        paid=speaker.money(books.paid_kopecks),
        why=_why(facts, speaker=speaker),
        is_balanced=_unclaimed(books) == 0,
        unclaimed=speaker.money(_unclaimed(books)),
    )


def _unclaimed(books: monitoring.Books) -> int:
    """What was spent in shops and is in no claim yet; the rest is on certificates, or went back."""
    return books.captured_kopecks - books.refunded_kopecks - books.claimed_kopecks


def _parts(books: monitoring.Books, *, speaker: Speaker) -> list[Part]:
    spent = books.captured_kopecks - books.refunded_kopecks
    returned = books.returned_to_source_kopecks
    sums = {"spent": spent, "returned": returned, "left": books.issued_kopecks - spent - returned}
    parts, before = [], 0
    for kind, kopecks in sums.items():
        start, end = (_thousandths(amount, books.issued_kopecks) for amount in (before, before + kopecks))
        parts.append(
            Part(
                kind=kind,
                title=speaker.say(kind),
                sum=speaker.money(kopecks),
                share=speaker.percent(kopecks, books.issued_kopecks),
                start=start,
                width=end - start,
            )
        )
        before += kopecks
    return parts


def _repaid(books: monitoring.Books, *, speaker: Speaker) -> list[Repaid]:
    largest = max((one.claimed_kopecks for one in books.merchants), default=0)
    return [
        Repaid(
            title=one.title_ru if speaker.language is Language.RU else one.title_en,
            claimed=speaker.money(one.claimed_kopecks),
            paid=speaker.money(one.paid_kopecks),
            width=max(0, _thousandths(one.claimed_kopecks, largest)),
        )
        for one in sorted(books.merchants, key=lambda each: -each.claimed_kopecks)
    ]


def _why(facts: Facts, *, speaker: Speaker) -> list[Why]:
    counts = sorted(facts.books.lines_not_covered.items(), key=lambda each: -each[1])
    denied = sorted(facts.books.lines_denied.items(), key=lambda each: -each[1])
    among = [(speaker.text(facts.titles[one]), speaker.count(count)) for one, count in denied]
    return [
        Why(
            title=speaker.text(_reason(code)),
            lines=speaker.count(count),
            among=among if code == purchases.Reason.CATEGORY_DENIED else [],
        )
        for code, count in counts
    ]


def _reason(code: str) -> Text:
    return REASONS.get(code) or purchases.SENTENCES[purchases.Reason(code)]


def _thousandths(part: int, whole: int) -> int:
    return round(1000 * part / whole) if whole else 0
