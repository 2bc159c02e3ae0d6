"""What a file of decisions says about itself: what decided, by which numbers, and the names of its reasons' bits."""

import json
from collections.abc import Sequence
from datetime import date

from socert.domain.criteria import Bound
from socert.domain.decisions.model.ruling import Ruling

FORMAT = "socert.decisions/1"


def notes_of(rulings: Sequence[Ruling], *, decided_on: date, engine: str) -> str:
    """JSON: days, region, engine, and for each programme its version, its leaves by bit from 0 on, its parameters."""
    return json.dumps(
        {
            "format": FORMAT,
            "date": rulings[0].day.isoformat(),
            "decided_on": decided_on.isoformat(),
            "region": rulings[0].region,
            "programmes": [_programme(one) for one in rulings],
            "engine": engine,
        },
        ensure_ascii=False,
    )


def _programme(ruling: Ruling) -> dict[str, object]:
    return {
        "id": ruling.programme,
        "valid_from": ruling.valid_from.isoformat(),
        "sha256": ruling.sha256,
        "leaves": [leaf.id for leaf in ruling.leaves],
        "allowances": [one.allowance for one in ruling.amounts],
        "parameters": {name: _parameter(one) for name, one in ruling.bound.items()},
    }


def _parameter(bound: Bound) -> dict[str, object]:
    return {
        "value": bound.value,
        "from": bound.from_day.isoformat(),
        "source": {"ru": bound.source.ru, "en": bound.source.en},
        "region": bound.region,
    }
