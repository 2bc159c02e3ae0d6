"""JSON Schema of a programme file, from the limits its reader has."""

from socert.domain import criteria
from socert.domain.files import Shape, shapes
from socert.domain.programmes.model import (
    ALLOWANCES_MAX,
    VERSIONS_MAX,
    AllowanceKind,
    BorneBy,
    ConfirmKind,
    GroupDetail,
    LegalKind,
    OwnMoney,
    PriceAboveCap,
    ServiceUnit,
)
from socert.domain.programmes.rules import services
from socert.domain.programmes.rules.allowances import AMOUNT_ROUBLES_MAX, OPTIONS_MAX, PERCENT_MAX, UNITS_MAX
from socert.domain.programmes.rules.amounts import ROWS_MAX
from socert.domain.programmes.rules.covers import CATEGORIES_MAX
from socert.domain.programmes.rules.definition import (
    CARRIERS,
    FORMAT,
    FUNDING_MAX,
    HOLD_SECONDS_MAX,
    HOLD_SECONDS_MIN,
    VALID_DAYS_MAX,
)

_MONEY = shapes.roubles(high=AMOUNT_ROUBLES_MAX)


def programme_schema() -> Shape:
    """The schema of a programme file."""
    share = shapes.fields({"source": shapes.slug(), "share": shapes.whole(low=1, high=100)})
    file = shapes.fields(
        {
            "format": shapes.choice([FORMAT]),
            "id": shapes.slug(),
            "legal_kind": shapes.told(shapes.choice([one.value for one in LegalKind]), "The law it follows."),
            "title": shapes.bilingual(),
            "versions": shapes.listed(_version(), least=1, most=VERSIONS_MAX),
        },
        {
            "sensitive": shapes.told(shapes.truth(), "Tells of health or addiction: fewer people may see it."),
            "illustrative": shapes.told(shapes.truth(), "Its numbers are invented."),
            "examples": shapes.told(shapes.text(), "The table of examples beside this file."),
            "summary": shapes.told(shapes.bilingual(), "What a resident reads first, one to three sentences."),
            "funding": shapes.told(
                shapes.listed(share, least=1, most=FUNDING_MAX), "Who pays; the shares are per cent and sum to 100."
            ),
        },
    )
    gives = {"properties": {"versions": {"contains": {"required": ["allowances"]}}}, "required": ["versions"]}
    return shapes.document(
        {**file, "if": gives, "then": {"required": ["funding"]}},
        title="socert: a programme",
        parts={**criteria.node_shapes(), "covers": _covers()},
    )


def _version() -> Shape:
    certificate = shapes.fields(
        {
            "valid_days": shapes.told(
                shapes.whole(low=1, high=VALID_DAYS_MAX), "The last day is the day of issue plus so many."
            ),
            "carriers": shapes.listed(shapes.choice(CARRIERS), least=1, most=len(CARRIERS), is_unique=True),
        },
        {
            "per": shapes.choice(["person"]),
            "confirm": shapes.fields(
                {"kind": shapes.choice(["none", *ConfirmKind])},
                {"above": shapes.whole(low=0, high=AMOUNT_ROUBLES_MAX)},
            ),
        },
    )
    version = shapes.fields(
        {"valid_from": shapes.told(shapes.day(), "The first day; a version in force never changes.")},
        {
            "legal_basis": shapes.bilingual(),
            "decision": shapes.told(shapes.shared("node"), "Who is entitled."),
            "certificate": certificate,
            "allowances": shapes.listed(_allowance(), least=1, most=ALLOWANCES_MAX),
            "hold_seconds": shapes.whole(low=HOLD_SECONDS_MIN, high=HOLD_SECONDS_MAX),
        },
    )
    both = {"certificate": ["allowances"], "allowances": ["certificate"]}
    return {**version, "dependentRequired": both, "anyOf": [{"required": ["decision"]}, {"required": ["certificate"]}]}


def _allowance() -> Shape:
    kinds = [_points(), _items_of_one(), _items_to_choose(), _discount(), _service()]
    return {"type": "object", "required": ["kind"], "oneOf": kinds}


def _points() -> Shape:
    return shapes.fields(
        {**_common(AllowanceKind.POINTS), "amount": _or_table(_MONEY, _money_or_nothing()), "covers": _any_covers()},
        {"own_money": shapes.choice([one.value for one in OwnMoney])},
    )


def _items_of_one() -> Shape:
    what = {"units": shapes.whole(low=1, high=UNITS_MAX), "cap": _MONEY, "covers": _any_covers()}
    return shapes.fields({**_common(AllowanceKind.ITEMS), **what}, _of_items())


def _items_to_choose() -> Shape:
    option = shapes.fields({"id": shapes.slug(), "cap": _MONEY, "covers": _any_covers()})
    what = {
        "options": shapes.listed(option, least=1, most=OPTIONS_MAX),
        "choose": shapes.told(shapes.whole(low=1, high=UNITS_MAX), "How many of the options one may take."),
    }
    return shapes.fields({**_common(AllowanceKind.ITEMS), **what}, _of_items())


def _discount() -> Shape:
    return shapes.fields(
        {
            **_common(AllowanceKind.DISCOUNT),
            "percent": shapes.whole(low=1, high=PERCENT_MAX),
            "ceiling": _MONEY,
            "covers": _any_covers(),
        },
        {"borne_by": shapes.choice([one.value for one in BorneBy])},
    )


def _service() -> Shape:
    details = shapes.choice([one.value for one in GroupDetail])
    covers = shapes.fields({"allow": _categories(least=1)})
    return shapes.fields(
        {
            **_common(AllowanceKind.UNITS),
            "unit": shapes.choice([one.value for one in ServiceUnit]),
            "units": _or_table(*(shapes.whole(low=low, high=services.UNITS_MAX) for low in (1, 0))),
            "tariff": shapes.told(
                shapes.roubles(high=services.TARIFF_ROUBLES_MAX, may_be_nothing=True), "Roubles a unit; 0 is free."
            ),
            "covers": covers,
        },
        {
            "claim": shapes.told(shapes.truth(), "Whether its provider claims money: where there is a tariff."),
            "group": shapes.listed(details, least=1, most=len(GroupDetail), is_unique=True),
        },
    )


def _common(kind: AllowanceKind) -> dict[str, Shape]:
    return {"id": shapes.slug(), "kind": {"const": kind.value}, "title": shapes.bilingual()}


def _of_items() -> dict[str, Shape]:
    return {
        "own_money": shapes.choice([one.value for one in OwnMoney]),
        "price": shapes.choice([one.value for one in PriceAboveCap]),
        "by_need": shapes.truth(),
        "when": shapes.told(criteria.condition_shape(), "With by_need: for whom the need is found."),
    }


def _or_table(one: Shape, value: Shape) -> Shape:
    """A value, or a first-hit table of values whose last row holds otherwise."""
    row = {
        "oneOf": [
            shapes.fields({"when": criteria.condition_shape(), "value": value}),
            shapes.fields({"otherwise": value}),
        ]
    }
    return {"anyOf": [one, shapes.fields({"first_hit": shapes.listed(row, least=2, most=ROWS_MAX)})]}


def _money_or_nothing() -> Shape:
    return shapes.roubles(high=AMOUNT_ROUBLES_MAX, may_be_nothing=True)


def _any_covers() -> Shape:
    return shapes.shared("covers")


def _covers() -> Shape:
    return shapes.fields({"allow": _categories(least=1)}, {"deny": _categories(least=0)})


def _categories(*, least: int) -> Shape:
    return shapes.listed(shapes.slug(), least=least, most=CATEGORIES_MAX, is_unique=True)
