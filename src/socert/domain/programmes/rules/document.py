"""A version as it is stored and hashed: canonical JSON of everything that decides, so that it can never change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from socert.domain.programmes.model import (
    Allowance,
    AllowanceKind,
    BorneBy,
    Confirm,
    ConfirmKind,
    GroupDetail,
    Hit,
    Option,
    OwnMoney,
    PriceAboveCap,
    ProgrammeDefinition,
    ServiceUnit,
    Share,
    VersionDefinition,
    When,
)
from socert.values import Text


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a stored version decides and is shown."""

    hold_seconds: int
    confirm: Confirm | None
    valid_days: int
    carriers: tuple[str, ...]
    funding: tuple[Share, ...]
    allowances: tuple[Allowance, ...]


def document_of(programme: ProgrammeDefinition, version: VersionDefinition) -> str:
    """The stored text of a version: its own section, who pays and under which law, but not the programme's title."""
    basis = version.legal_basis
    # Only where there is one: the text of versions published before must stay what it was.
    asked = version.confirm
    confirm = {} if asked is None else {"confirm": {"kind": asked.kind.value, "above": asked.above}}
    return canonical(
        confirm
        | {
            "id": programme.id,
            "legal_kind": programme.legal_kind.value,
            "sensitive": programme.is_sensitive,
            "funding": [{"source": one.source, "share": one.share} for one in programme.funding],
            "valid_from": version.valid_from.isoformat(),
            "legal_basis": None if basis is None else basis.as_dict(),
            "decision": None if version.decision is None else json.loads(version.decision),
            "valid_days": version.valid_days,
            "carriers": list(version.carriers),
            "per": version.per,
            "hold_seconds": version.hold_seconds,
            "allowances": [_allowance_document(one) for one in version.allowances],
        }
    )


def document_hash(document: str) -> bytes:
    """SHA-256 of the stored text, 32 bytes."""
    return sha256(document.encode()).digest()


def terms_of(document: str) -> Terms:
    """A stored version read back."""
    read = json.loads(document)
    return Terms(
        hold_seconds=read["hold_seconds"],
        confirm=_confirm(read.get("confirm")),
        valid_days=read["valid_days"],
        carriers=tuple(read["carriers"]),
        funding=tuple(Share(one["source"], one["share"]) for one in read["funding"]),
        allowances=tuple(_allowance(one) for one in read["allowances"]),
    )


def _confirm(read: Mapping[str, Any] | None) -> Confirm | None:
    return None if read is None else Confirm(ConfirmKind(read["kind"]), read["above"])


def canonical(value: object) -> str:
    """JSON in which equal values have equal text: keys sorted, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _allowance_document(allowance: Allowance) -> dict[str, object]:
    document: dict[str, object] = {
        "id": allowance.id,
        "title": allowance.title.as_dict(),
        "kind": allowance.kind.value,
        "amount_kopecks": allowance.amount_kopecks,
        "allow": list(allowance.allow),
        "deny": list(allowance.deny),
        "own_money": allowance.own_money.value,
    }
    # What a kind does not have is left out, so that points are hashed as they were before there were other kinds.
    if allowance.table:
        document["table"] = [
            {"when": None if one.when is None else one.when.text, "value": one.value} for one in allowance.table
        ]
    match allowance.kind:
        case AllowanceKind.POINTS:
            return document
        case AllowanceKind.ITEMS:
            return (
                document
                | {
                    "units": allowance.units,
                    "options": [_option_document(one) for one in allowance.options],
                    "price": allowance.price.value,
                    "by_need": allowance.by_need,
                }
                | ({} if allowance.when is None else {"when": allowance.when.text})
            )
        case AllowanceKind.DISCOUNT:
            return document | {"percent": allowance.percent, "borne_by": allowance.borne_by.value}
        case AllowanceKind.UNITS:
            return document | _service_document(allowance)


def _service_document(allowance: Allowance) -> dict[str, object]:
    return {
        "units": allowance.units,
        "unit": None if allowance.unit is None else allowance.unit.value,
        "tariff_kopecks": allowance.tariff_kopecks,
        "claim": allowance.is_claimed,
        "group": [one.value for one in allowance.group],
    }


def _option_document(option: Option) -> dict[str, object]:
    return {
        "id": option.id,
        "cap_kopecks": option.cap_kopecks,
        "allow": list(option.allow),
        "deny": list(option.deny),
    }


def _allowance(read: Mapping[str, Any]) -> Allowance:
    return Allowance(
        id=read["id"],
        title=Text(ru=read["title"]["ru"], en=read["title"]["en"]),
        kind=AllowanceKind(read["kind"]),
        amount_kopecks=read["amount_kopecks"],
        allow=tuple(read["allow"]),
        deny=tuple(read["deny"]),
        own_money=OwnMoney(read["own_money"]),
        units=read.get("units", 0),
        options=tuple(
            Option(one["id"], one["cap_kopecks"], tuple(one["allow"]), tuple(one["deny"]))
            for one in read.get("options", ())
        ),
        price=PriceAboveCap(read.get("price", PriceAboveCap.RESIDENT_ADDS)),
        percent=read.get("percent", 0),
        borne_by=BorneBy(read.get("borne_by", BorneBy.BUDGET)),
        by_need=read.get("by_need", False),
        when=When(read["when"]) if "when" in read else None,
        table=tuple(
            Hit(None if one["when"] is None else When(one["when"]), one["value"]) for one in read.get("table", ())
        ),
        unit=ServiceUnit(read["unit"]) if read.get("unit") else None,
        tariff_kopecks=read.get("tariff_kopecks", 0),
        is_claimed=read.get("claim", True),
        group=tuple(GroupDetail(one) for one in read.get("group", ())),
    )
