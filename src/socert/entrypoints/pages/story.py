"""What the landing page tells: figures from the books, ready to be shown in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from socert import wiring
from socert.domain import catalogue, installation, monitoring, purchases
from socert.entrypoints.pages.languages import written_count, written_moment, written_percent
from socert.entrypoints.pages.words import REASONS, WORDS
from socert.values import Language, Money, Text


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

    is_example: bool
    is_empty: bool
    clock: str
    people: str
    issued: str
    parts: Sequence[Part]
    figures: Sequence[tuple[str, str]]
    repaid: Sequence[Repaid]
    claimed: str
    paid: str
    why: Sequence[Why]
    is_balanced: bool
    unaccounted: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """What is shown of a live installation: what it is, and what time it is there."""

    is_example: bool
    clock: str


def greet(site: wiring.Site, *, language: Language) -> Greeting:
    """What anybody may see of a live installation; nothing is read."""
    clock = written_moment(wiring.real_time(), zone=site.installation.zone, language=language)
    return Greeting(is_example=False, clock=clock)


def read_facts(conn: Connection, site: wiring.Site) -> Facts:
    """Read everything the page needs."""
    tree = catalogue.categories(conn)
    return Facts(
        now=site.now(conn),
        books=monitoring.books(conn, zone=site.installation.zone),
        titles={one.id: one.title for one in tree.categories.values()},
    )


def tell_story(facts: Facts, *, site: wiring.Site, language: Language) -> Story:
    """The facts as they are shown."""
    books = facts.books

    def money(kopecks: int) -> str:
        return Money(kopecks).text(language)

    return Story(
        is_example=site.installation.kind is installation.Kind.EXAMPLE,
        is_empty=books.certificates_issued == 0,
        clock=written_moment(facts.now, zone=site.installation.zone, language=language),
        people=written_count(books.people, language),
        issued=money(books.issued_kopecks),
        parts=_parts(books, language=language),
        figures=[
            (_word("people", language), written_count(books.people, language)),
            (_word("certificates", language), written_count(books.certificates_issued, language)),
            (_word("captured", language), money(books.captured_kopecks)),
            (_word("refunded", language), money(books.refunded_kopecks)),
            (_word("own_money", language), money(books.own_money_kopecks)),
            (_word("weeks", language), written_count(len(books.weeks), language)),
        ],
        repaid=_repaid(books, language=language),
        claimed=money(books.claimed_kopecks),
        paid=money(books.paid_kopecks),
        why=_why(facts, language=language),
        is_balanced=books.unaccounted_kopecks == 0,
        unaccounted=money(books.unaccounted_kopecks),
    )


def _word(key: str, language: Language) -> str:
    return WORDS[key].in_language(language)


def _parts(books: monitoring.Books, *, language: Language) -> list[Part]:
    spent = books.captured_kopecks - books.refunded_kopecks
    returned = books.returned_to_source_kopecks
    sums = {"spent": spent, "returned": returned, "left": books.issued_kopecks - spent - returned}
    parts, before = [], 0
    for kind, kopecks in sums.items():
        start, end = (_thousandths(amount, books.issued_kopecks) for amount in (before, before + kopecks))
        parts.append(
            Part(
                kind=kind,
                title=_word(kind, language),
                sum=Money(kopecks).text(language),
                share=written_percent(kopecks, books.issued_kopecks, language),
                start=start,
                width=end - start,
            )
        )
        before += kopecks
    return parts


def _repaid(books: monitoring.Books, *, language: Language) -> list[Repaid]:
    largest = max((one.claimed_kopecks for one in books.merchants), default=0)
    return [
        Repaid(
            title=one.title_ru if language is Language.RU else one.title_en,
            claimed=Money(one.claimed_kopecks).text(language),
            paid=Money(one.paid_kopecks).text(language),
            width=max(0, _thousandths(one.claimed_kopecks, largest)),
        )
        for one in sorted(books.merchants, key=lambda each: -each.claimed_kopecks)
    ]


def _why(facts: Facts, *, language: Language) -> list[Why]:
    counts = sorted(facts.books.lines_not_covered.items(), key=lambda each: -each[1])
    denied = sorted(facts.books.lines_denied.items(), key=lambda each: -each[1])
    among = [(facts.titles[one].in_language(language), written_count(count, language)) for one, count in denied]
    return [
        Why(
            title=_reason(code).in_language(language),
            lines=written_count(count, language),
            among=among if code == purchases.Reason.CATEGORY_DENIED else [],
        )
        for code, count in counts
    ]


def _reason(code: str) -> Text:
    return REASONS.get(code) or purchases.SENTENCES[purchases.Reason(code)]


def _thousandths(part: int, whole: int) -> int:
    return round(1000 * part / whole) if whole else 0
