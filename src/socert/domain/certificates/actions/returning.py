"""Return what is left on ended and cancelled certificates to the sources it came from, to the kopeck."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from socert.domain import budgets, installation, ledger, programmes
from socert.domain.certificates.model import Certificate
from socert.domain.certificates.rules.returning import returned_parts
from socert.domain.certificates.store import certificates as store

_CHUNK = 10_000
_ATTEMPTS_MAX = 3


class AccountsKeepChanging(Exception):
    """Money kept coming back to ended certificates while it was being returned; nothing was done, run it again."""


class CertificateContradictsItsIssue(Exception):
    """A certificate's budget year is not the one it was issued in, so its money has nowhere to return to."""


@dataclass(frozen=True, slots=True)
class Purse:
    """Whose money it is: a programme and a source, by number, and the year whose budget it was."""

    programme: int
    budget_year: int
    source: int


@dataclass(slots=True)
class Unspent:
    """What returns, in columns: a million accounts fit into some 50 MB. The purse None is what merchants bear."""

    accounts: int = 0
    purses: dict[Purse | None, int] = field(default_factory=dict)
    sums: list[int] = field(default_factory=list)
    lanes: "array[int]" = field(default_factory=lambda: array("h"))
    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    places: "array[int]" = field(default_factory=lambda: array("l"))
    amounts: "array[int]" = field(default_factory=lambda: array("q"))

    def place_of(self, purse: Purse | None) -> int:
        """The place of a purse's sum."""
        place = self.purses.setdefault(purse, len(self.purses))
        if place == len(self.sums):
            self.sums.append(0)
        return place

    def add(self, balance: ledger.UnspentBalance, place: int, amount: int) -> None:
        """Let an amount of an account return to the purse at a place."""
        self.sums[place] += amount
        self.lanes.append(balance.lane)
        self.numbers.append(balance.id)
        self.places.append(place)
        self.amounts.append(amount)


@dataclass(frozen=True, slots=True)
class Route:
    """By which shares, and to the purses at which places, the money of an allowance and year returns."""

    shares: tuple[int, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """What returned: accounts, kopecks in all and by source number."""

    accounts: int
    total: int
    by_source: Mapping[int, int]

    @property
    def to_sources(self) -> int:
        """What returned to sources; the rest is discounts that merchants need not give any more."""
        return sum(self.by_source.values())


def owner_of(certificate: Certificate) -> ledger.AccountOwner:
    """Whose accounts a certificate's are."""
    return ledger.AccountOwner(certificate.holder, certificate.lane, certificate.id)


def return_unspent_of(conn: Connection, *, certificate: Certificate, operation: UUID, now: datetime) -> Returned:
    """Post what is left on one certificate back to the appropriations; touches no other accounts.

    The office is locked already; the caller seals the operation.

    Raises:
        CertificateContradictsItsIssue: its budget year is not the one it was issued in.
    """
    owner = owner_of(certificate)
    unspent = _collect(conn, ledger.unspent_of(conn, owner=owner))
    _post(conn, unspent, operation=operation, now=now)
    counted = ledger.count_as_returned_of(conn, owner=owner)
    assert counted == unspent.accounts, "the accounts are locked"
    return _returned(unspent)


def return_unspent(conn: Connection, *, ended_by: datetime, operation: UUID, now: datetime) -> Returned:
    """Post what is left on accounts that ended by an instant or were cancelled back to the appropriations.

    The office is locked already; the caller seals the operation. Only tills may change accounts meanwhile.

    Raises:
        AccountsKeepChanging: they did so, several times.
        CertificateContradictsItsIssue: a certificate's budget year is not the one it was issued in.
    """
    for _ in range(_ATTEMPTS_MAX):
        with conn.transaction() as savepoint:
            unspent = _collect(conn, ledger.unspent(conn, ended_by=ended_by))
            _post(conn, unspent, operation=operation, now=now)
            counted = ledger.count_as_returned(conn, ended_by=ended_by)
            # A hold that lapsed after we looked and before we counted has no posting yet: look again.
            savepoint.force_rollback = counted != unspent.accounts
        if counted == unspent.accounts:
            return _returned(unspent)
    raise AccountsKeepChanging(
        "Tills kept changing ended certificates while their money was being returned; please run it again."
    )


def _collect(conn: Connection, balances: Iterable[ledger.UnspentBalance]) -> Unspent:
    zone = _zone(conn)
    versions = {one.number: one for one in programmes.versions(conn)}
    sources = {one.id: one.number for one in budgets.sources(conn)}
    unspent = Unspent()
    routes: dict[tuple[int, int, int], Route] = {}

    def route_of(key: tuple[int, int, int]) -> Route:
        number, slot, budget_year = key
        version = versions[number]
        if not version.allowances[slot].is_from_budget:
            return Route((100,), (unspent.place_of(None),))
        purses = [Purse(version.programme, budget_year, sources[share.source]) for share in version.funding]
        return Route(version.shares, tuple(map(unspent.place_of, purses)))

    for chunk in _chunks(balances):
        years = _budget_years(conn, [one.certificate for one in chunk], zone=zone)
        for one in chunk:
            key = one.version, one.slot, years[one.certificate]
            route = routes.get(key)
            if route is None:
                route = routes[key] = route_of(key)
            parts = returned_parts(kept=one.issued - one.returned, needed=one.consumed + one.held, shares=route.shares)
            for place, amount in zip(route.places, parts, strict=True):
                if amount:
                    unspent.add(one, place, amount)
        unspent.accounts += len(chunk)
    return unspent


def _zone(conn: Connection) -> ZoneInfo:
    found = installation.find(conn)
    assert found is not None, "a database with certificates belongs to an installation"
    return found.zone


def _budget_years(conn: Connection, certificates: Sequence[UUID], *, zone: ZoneInfo) -> dict[UUID, int]:
    years = {}
    for certificate, budget_year, issued_at in store.read_budget_years(conn, certificates):
        issued_in = issued_at.astimezone(zone).year
        if budget_year != issued_in:
            raise CertificateContradictsItsIssue(
                f"The certificate {certificate} says it is paid from the budget of {budget_year} and was issued in "
                f"{issued_in}: somebody altered it. Nothing was returned; `socert verify` says more."
            )
        years[certificate] = budget_year
    return years


def _post(conn: Connection, unspent: Unspent, *, operation: UUID, now: datetime) -> None:
    takers = [0] * len(unspent.purses)
    if (place := unspent.purses.get(None)) is not None:
        takers[place] = ledger.cold_account(conn, kind=ledger.ColdAccount.BORNE)
    purses = {purse: place for purse, place in unspent.purses.items() if purse is not None}
    for programme, budget_year in sorted({(one.programme, one.budget_year) for one in purses}):
        places = {
            purse.source: place
            for purse, place in purses.items()
            if (purse.programme, purse.budget_year) == (programme, budget_year)
        }
        amounts = {source: unspent.sums[place] for source, place in places.items()}
        appropriations = budgets.release(conn, programme=programme, budget_year=budget_year, amounts=amounts)
        for source, appropriation in appropriations.items():
            takers[places[source]] = ledger.cold_account(
                conn, kind=ledger.ColdAccount.APPROPRIATION, appropriation=appropriation
            )
    ledger.post(
        conn,
        postings=(
            ledger.Posting(lane=lane, debit=number, credit=takers[place], amount=amount)
            for lane, number, place, amount in zip(
                unspent.lanes, unspent.numbers, unspent.places, unspent.amounts, strict=True
            )
        ),
        operation=operation,
        at=now,
    )


def _returned(unspent: Unspent) -> Returned:
    by_source: dict[int, int] = {}
    for purse, place in unspent.purses.items():
        if purse is not None:
            by_source[purse.source] = by_source.get(purse.source, 0) + unspent.sums[place]
    return Returned(unspent.accounts, sum(unspent.sums), by_source)


def _chunks(balances: Iterable[ledger.UnspentBalance]) -> Iterator[list[ledger.UnspentBalance]]:
    remaining = iter(balances)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
