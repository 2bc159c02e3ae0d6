"""Allowances of services: units of a service at a tariff, of a provider the recipient chooses."""

from socert.domain.files import NOTHING, Asking, Entry
from socert.domain.programmes.model import Allowance, AllowanceKind, GroupDetail, ServiceUnit
from socert.domain.programmes.rules.amounts import amount_or_table
from socert.domain.programmes.rules.covers import Known, complain_of_repeats, services

UNITS_MAX = 10_000
TARIFF_ROUBLES_MAX = 1_000_000
WORTH_ROUBLES_MAX = 10_000_000

_KOPECKS = 100


def service(asking: Asking, entry: Entry, known: Known) -> Allowance:
    """Units of a service; what is set aside is units times the tariff."""
    members = asking.members(
        entry,
        required=("id", "kind", "title", "unit", "units", "tariff", "covers"),
        optional=("claim", "group"),
    )
    unit = asking.choice(members.get("unit", NOTHING), [one.value for one in ServiceUnit])
    units, table = amount_or_table(
        asking,
        members.get("units", NOTHING),
        known.words,
        lambda one, least: asking.whole(one, low=least, high=UNITS_MAX),
    )
    tariff = asking.roubles(members.get("tariff", NOTHING), high=TARIFF_ROUBLES_MAX, may_be_nothing=True)
    if units * tariff > WORTH_ROUBLES_MAX * _KOPECKS:
        _complain_of_worth(asking, members.get("tariff", NOTHING))
    return Allowance(
        id=asking.slug(members.get("id", NOTHING)),
        title=asking.bilingual(members.get("title", NOTHING)),
        kind=AllowanceKind.UNITS,
        amount_kopecks=units * tariff,
        allow=services(asking, members.get("covers", NOTHING), known.tree),
        deny=(),
        units=units,
        table=table,
        unit=ServiceUnit(unit) if unit else None,
        tariff_kopecks=tariff,
        is_claimed=_is_claimed(asking, members.get("claim"), has_tariff=tariff > 0),
        group=_group(asking, members.get("group")),
    )


def _is_claimed(asking: Asking, entry: Entry | None, *, has_tariff: bool) -> bool:
    """Whether its provider claims money: where there is a tariff, and only there."""
    if entry is None:
        return has_tariff
    is_claimed = asking.truth(entry)
    if isinstance(entry.value, bool) and is_claimed != has_tariff:
        asking.complain(
            entry,
            "claim_contradicts_tariff",
            ru="При тарифе 0 возмещать нечего (claim: false), при тарифе больше 0 возмещение есть (claim: true). "
            "Пожалуйста, поправьте одно из двух.",
            en="With a tariff of 0 there is nothing to claim (claim: false), above 0 there is (claim: true); "
            "please mend one of the two.",
        )
    return is_claimed


def _group(asking: Asking, entry: Entry | None) -> tuple[GroupDetail, ...]:
    known = [one.value for one in GroupDetail]
    items = [] if entry is None else asking.items(entry, least=1, most=len(known))
    named = [asking.choice(item, known) for item in items]
    complain_of_repeats(asking, zip(items, named, strict=True))
    return tuple(GroupDetail(one) for one in named if one)


def _complain_of_worth(asking: Asking, entry: Entry) -> None:
    asking.complain(
        entry,
        "worth_too_high",
        ru=f"Единицы по этому тарифу стоят больше {WORTH_ROUBLES_MAX} рублей. Пожалуйста, проверьте число и тариф.",
        en=f"Units at this tariff are worth more than {WORTH_ROUBLES_MAX} roubles; please check number and tariff.",
    )
