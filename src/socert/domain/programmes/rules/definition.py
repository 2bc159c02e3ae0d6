"""From the text of a programme file to a definition without mistakes, or to all its mistakes."""

import json

from socert.domain import catalogue, criteria
from socert.domain.files import NOTHING, Asking, Entry, Mistake, plain, read
from socert.domain.programmes.model import (
    HOLD_SECONDS_DEFAULT,
    VERSIONS_MAX,
    Confirm,
    ConfirmKind,
    LegalKind,
    ProgrammeDefinition,
    Share,
    VersionDefinition,
)
from socert.domain.programmes.rules.allowances import AMOUNT_ROUBLES_MAX, allowances
from socert.domain.programmes.rules.covers import Known, complain_of_repeats

FORMAT = "socert.programme/1"
CARRIERS = ("card", "qr", "paper")
FUNDING_MAX = 10
VALID_DAYS_MAX = 1100
HOLD_SECONDS_MIN = 60
HOLD_SECONDS_MAX = 604_800

_WHOLE_PER_CENT = 100
#: What a version has that gives certificates; one without both only decides.
_GIVING = ("certificate", "allowances")
_KOPECKS = 100


def define(
    text: str, *, tree: catalogue.CategoryTree, ground: criteria.Ground
) -> ProgrammeDefinition | tuple[Mistake, ...]:
    """What a programme file says, or everything that is wrong with it, in the order of its lines."""
    root = read(text)
    if isinstance(root, tuple):
        return root
    asking = Asking()
    known = Known(tree, criteria.Vocabulary(ground.facts.facts, ground.parameters))
    definition = _programme(asking, root, known)
    return tuple(sorted(asking.errors, key=lambda error: error.line or 0)) or definition


def _programme(asking: Asking, root: Entry, known: Known) -> ProgrammeDefinition:
    members = asking.members(
        root,
        required=("format", "id", "legal_kind", "title", "versions"),
        optional=("sensitive", "illustrative", "examples", "summary", "funding"),
    )
    asking.choice(members.get("format", NOTHING), (FORMAT,))
    asking.truth(members.get("illustrative", NOTHING))
    kind = asking.choice(members.get("legal_kind", NOTHING), [one.value for one in LegalKind])
    summary = members.get("summary")
    versions = _versions(asking, members.get("versions", NOTHING), known)
    return ProgrammeDefinition(
        id=asking.slug(members.get("id", NOTHING)),
        legal_kind=LegalKind(kind) if kind else LegalKind.REGIONAL,
        is_sensitive=asking.truth(members.get("sensitive", NOTHING)),
        title=asking.bilingual(members.get("title", NOTHING)),
        funding=_funding(asking, root, members.get("funding"), gives=any(one.allowances for one in versions)),
        versions=versions,
        examples=asking.text(members["examples"]) if "examples" in members else None,
        summary=None if summary is None else asking.bilingual(summary),
    )


def _funding(asking: Asking, root: Entry, entry: Entry | None, *, gives: bool) -> tuple[Share, ...]:
    """Who pays; nobody where nothing is given."""
    if entry is None:
        if gives:
            asking.members(
                root, required=("funding",), optional=tuple(root.value) if isinstance(root.value, dict) else ()
            )
        return ()
    shares = []
    items = asking.items(entry, least=1, most=FUNDING_MAX)
    before = len(asking.errors)
    for item in items:
        members = asking.members(item, required=("source", "share"))
        source = asking.slug(members.get("source", NOTHING))
        shares.append(Share(source, asking.whole(members.get("share", NOTHING), low=1, high=_WHOLE_PER_CENT)))
    complain_of_repeats(asking, zip(items, (one.source for one in shares), strict=True))
    total = sum(one.share for one in shares)
    if items and len(asking.errors) == before and total != _WHOLE_PER_CENT:
        asking.complain(
            entry,
            "shares_do_not_sum",
            ru=f"Доли источников в сумме дают {total}, а должны 100. Пожалуйста, поправьте их.",
            en=f"The shares of the sources sum to {total} and should sum to 100; please mend them.",
        )
    return tuple(shares)


def _versions(asking: Asking, entry: Entry, known: Known) -> tuple[VersionDefinition, ...]:
    items = asking.items(entry, least=1, most=VERSIONS_MAX)
    versions = [_version(asking, item, known) for item in items]
    for item, former, latter in zip(items[1:], versions[:-1], versions[1:], strict=True):
        if latter.valid_from <= former.valid_from:
            asking.complain(
                item,
                "versions_out_of_order",
                ru="Версии идут по порядку, каждая с более позднего дня, чем прежняя. Пожалуйста, переставьте их.",
                en="Versions stand in order, each from a later day than the one before; please put them so.",
            )
    return tuple(versions)


def _version(asking: Asking, entry: Entry, known: Known) -> VersionDefinition:
    gives = isinstance(entry.value, dict) and any(name in entry.value for name in _GIVING)
    members = asking.members(
        entry,
        required=("valid_from", *_GIVING) if gives else ("valid_from",),
        optional=("legal_basis", "decision", "hold_seconds"),
    )
    if not gives and members and "decision" not in members:
        _complain_of_nothing(asking, entry)
    given = allowances(asking, members.get("allowances", NOTHING), known)
    if "decision" not in members and any(one.table or one.when for one in given):
        _complain_of_no_decision(asking, members["allowances"])
    certificate = (
        asking.members(members["certificate"], required=("valid_days", "carriers"), optional=("per", "confirm"))
        if "certificate" in members
        else {}
    )
    basis, decision = members.get("legal_basis"), members.get("decision")
    hold = members.get("hold_seconds")
    seconds = HOLD_SECONDS_DEFAULT
    if hold is not None:
        seconds = asking.whole(hold, low=HOLD_SECONDS_MIN, high=HOLD_SECONDS_MAX)
    per = certificate.get("per")
    return VersionDefinition(
        valid_from=asking.day(members.get("valid_from", NOTHING)),
        legal_basis=None if basis is None else asking.bilingual(basis),
        decision=None if decision is None else json.dumps(plain(decision), ensure_ascii=False, sort_keys=True),
        criteria=None if decision is None else _criteria(asking, decision, known.words),
        valid_days=asking.whole(certificate.get("valid_days", NOTHING), low=1, high=VALID_DAYS_MAX) if gives else 0,
        carriers=_carriers(asking, certificate.get("carriers", NOTHING)),
        per="person" if per is None else asking.choice(per, ("person",), later=("family", "household")),
        hold_seconds=seconds,
        confirm=_confirm(asking, certificate.get("confirm")),
        allowances=given,
    )


def _complain_of_nothing(asking: Asking, entry: Entry) -> None:
    asking.complain(
        entry,
        "nothing_given_or_decided",
        ru="Версия ничего не даёт и ничего не решает. Пожалуйста, добавьте certificate и allowances, или только "
        "decision, если право подтверждается, а выдаётся в другом месте.",
        en="The version neither gives nor decides anything; please add certificate and allowances, or decision alone "
        "where a right is confirmed here and given elsewhere.",
    )


def _complain_of_no_decision(asking: Asking, entry: Entry) -> None:
    asking.complain(
        entry,
        "amount_without_decision",
        ru="Что получает человек, здесь зависит от фактов, а раздела decision нет. Пожалуйста, добавьте его.",
        en="What somebody gets depends on facts here, and there is no section decision; please add one.",
    )


def _criteria(asking: Asking, entry: Entry, words: criteria.Vocabulary) -> criteria.Node:
    root = criteria.tree(asking, entry, words)
    criteria.complain_of_repeated_ids(asking, entry, root)
    return root


def _confirm(asking: Asking, entry: Entry | None) -> Confirm | None:
    """How a purchase is confirmed above a sum, in whole roubles; `none` is as if nothing were said."""
    if entry is None:
        return None
    members = asking.members(entry, required=("kind",), optional=("above",))
    kind = asking.choice(members.get("kind", NOTHING), ("none", *ConfirmKind))
    above = members.get("above")
    roubles = 0 if above is None else asking.whole(above, low=0, high=AMOUNT_ROUBLES_MAX)
    return Confirm(ConfirmKind(kind), roubles * _KOPECKS) if kind in set(ConfirmKind) else None


def _carriers(asking: Asking, entry: Entry) -> tuple[str, ...]:
    items = asking.items(entry, least=1, most=len(CARRIERS))
    carriers = [asking.choice(item, CARRIERS) for item in items]
    complain_of_repeats(asking, zip(items, carriers, strict=True))
    return tuple(carriers)
