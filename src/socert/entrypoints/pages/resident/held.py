"""What somebody holds, ready to be shown: each certificate with what is left, through when, and for what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from socert.domain import catalogue, certificates, monitoring, programmes
from socert.domain.programmes import AllowanceKind, OwnMoney, PriceAboveCap
from socert.entrypoints.pages.resident.showing import Own
from socert.values import Period, Text, public_id

#: Whoever has a certificate that ends within so many days is told.
SOON_DAYS = 14
#: How wide the picture of what is left is, in its own units.
BAR_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class AllowanceShown:
    """An allowance with what is left of it, kopecks, items or units of a service; `width` of `BAR_WIDTH` is left."""

    id: str
    title: Text
    kind: AllowanceKind
    left: int
    issued: int
    held: int
    units: int
    units_left: int
    percent: int
    cap: int
    is_whole_only: bool
    is_capped: bool
    pays: tuple[Text, ...]
    pays_anything: bool
    never: tuple[Text, ...]
    unit: programmes.ServiceUnit | None = None

    @property
    def width(self) -> int:
        """How much of the picture is filled."""
        part, whole = (self.units_left, self.units) if self.is_counted else (self.left, self.issued)
        return BAR_WIDTH * part // whole if whole else 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return not (self.units_left if self.is_counted else self.left)

    @property
    def is_counted(self) -> bool:
        """Whether things or units of a service are counted, and not money."""
        return self.kind in (AllowanceKind.ITEMS, AllowanceKind.UNITS)


@dataclass(frozen=True, slots=True)
class CertificateShown:
    """A certificate, `id` as tills are told it; `last_day` is included, and `days_left` counts it.

    `standing` is active, blocked, ended or cancelled.
    """

    id: str
    title: Text
    standing: str
    first_day: date
    last_day: date
    days_left: int
    allowances: tuple[AllowanceShown, ...]

    @property
    def is_current(self) -> bool:
        """Whether it can still pay, now or when it is unblocked."""
        return self.standing in ("active", "blocked")

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left of anything."""
        return all(one.is_spent for one in self.allowances)

    @property
    def ends_soon(self) -> bool:
        """Whether it ends within days with something left."""
        return self.standing == "active" and self.days_left <= SOON_DAYS and not self.is_spent


def held_by(own: Own) -> list[CertificateShown]:
    """Everything somebody holds or held, what ends first first, of that what is spent last; then ended ones."""
    versions = {one.number: one for one in programmes.versions(own.conn)}
    tree = catalogue.categories(own.conn)
    balances = monitoring.balances_of(own.conn, holder=own.holder)
    found = [
        _certificate(one, versions[one.version], [b for b in balances if b.certificate == one.id], own=own, tree=tree)
        for one in certificates.certificates_of(own.conn, holder=own.holder)
    ]
    found.sort(key=lambda one: (one.last_day if one.is_current else date.max, one.is_spent))
    return found


def _certificate(
    one: certificates.Certificate,
    version: programmes.ProgrammeVersion,
    balances: Iterable[monitoring.AllowanceBalance],
    *,
    own: Own,
    tree: catalogue.CategoryTree,
) -> CertificateShown:
    zone = own.desk.site.installation.zone
    last_day = Period(one.valid_from, one.valid_until).valid_through(zone)
    assert last_day is not None, "a certificate ends"
    rules = {allowance.id: allowance for allowance in version.allowances}
    return CertificateShown(
        id=public_id("cert", one.lane, one.id),
        title=version.title,
        standing=_standing(one, now=own.now),
        first_day=one.valid_from.astimezone(zone).date(),
        last_day=last_day,
        days_left=(last_day - own.now.astimezone(zone).date()).days + 1,
        allowances=tuple(_allowance(balance, rules[balance.allowance], tree=tree) for balance in balances),
    )


def _standing(one: certificates.Certificate, *, now: datetime) -> str:
    if one.status in (certificates.Status.ACTIVE, certificates.Status.BLOCKED) and one.valid_until <= now:
        return "ended"
    return one.status.name.lower()


def _allowance(
    balance: monitoring.AllowanceBalance, rule: programmes.Allowance, *, tree: catalogue.CategoryTree
) -> AllowanceShown:
    allow = rule.allow or tuple(entry for option in rule.options for entry in option.allow)
    deny = rule.deny or tuple(entry for option in rule.options for entry in option.deny)
    return AllowanceShown(
        id=rule.id,
        title=rule.title,
        kind=rule.kind,
        left=balance.available,
        issued=balance.issued,
        held=balance.held,
        units=balance.units,
        units_left=balance.units_left,
        percent=rule.percent,
        cap=max((option.cap_kopecks for option in rule.options), default=0),
        is_whole_only=rule.own_money is OwnMoney.FORBIDDEN and rule.kind is not AllowanceKind.DISCOUNT,
        is_capped=rule.price is PriceAboveCap.CAP_PAYOUT,
        pays=titles_of(allow, tree=tree),
        pays_anything=any(tree.categories[tree.number_of(entry)].parent is None for entry in allow),
        never=titles_of(deny, tree=tree),
        unit=rule.unit,
    )


def titles_of_allowances(held: Iterable[CertificateShown]) -> dict[tuple[str, str], Text]:
    """What allowances are called, by the ids of certificate and allowance that tills are told."""
    return {(one.id, allowance.id): allowance.title for one in held for allowance in one.allowances}


def titles_of(entries: Iterable[str], *, tree: catalogue.CategoryTree) -> tuple[Text, ...]:
    """Categories as people call them, each once."""
    return tuple(tree.categories[tree.number_of(entry)].title for entry in dict.fromkeys(entries))
