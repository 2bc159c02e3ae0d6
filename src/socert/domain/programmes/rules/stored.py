"""Published versions read back into a definition, so that what was locked decides, and not what a file says today."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from socert.domain import criteria
from socert.domain.files import Asking, Entry, read_json
from socert.domain.programmes.model import Allowance, LegalKind, ProgrammeDefinition, VersionDefinition, When
from socert.domain.programmes.rules.document import document_of, terms_of
from socert.values import Text


class PublishedVersionIsUnreadable(Exception):
    """A published version names what the rulebook no longer has."""

    def __init__(self, *, programme: str, valid_from: str, why: str) -> None:
        super().__init__(
            f"The published version of {programme} from {valid_from} cannot decide: {why} "
            "Please put what it names back into the rulebook."
        )


def definition_of_stored(
    documents: Sequence[str], *, title: Text, summary: Text | None, ground: criteria.Ground
) -> ProgrammeDefinition:
    """A programme from the texts of its published versions, oldest first, at least one.

    Who pays is the last version's word. Raises PublishedVersionIsUnreadable.
    """
    words = criteria.Vocabulary(ground.facts.facts, ground.parameters)
    last = json.loads(documents[-1])
    definition = ProgrammeDefinition(
        id=last["id"],
        legal_kind=LegalKind(last["legal_kind"]),
        is_sensitive=last["sensitive"],
        title=title,
        summary=summary,
        funding=terms_of(documents[-1]).funding,
        versions=tuple(_version(one, words) for one in documents),
    )
    for document, version in zip(documents, definition.versions, strict=True):
        assert document_of(definition, version) == document, "a version read back is the one that was published"
    return definition


def _version(document: str, words: criteria.Vocabulary) -> VersionDefinition:
    read = json.loads(document)
    asking = Asking()
    terms = terms_of(document)
    version = VersionDefinition(
        valid_from=date.fromisoformat(read["valid_from"]),
        legal_basis=None if read["legal_basis"] is None else Text(**read["legal_basis"]),
        decision=_decision(read["decision"]),
        criteria=_criteria(asking, read["decision"], words),
        valid_days=terms.valid_days,
        carriers=terms.carriers,
        per=read["per"],
        hold_seconds=terms.hold_seconds,
        confirm=terms.confirm,
        allowances=tuple(_with_conditions(asking, one, words) for one in terms.allowances),
    )
    if asking.errors:
        why = " ".join(str(one) for one in asking.errors)
        raise PublishedVersionIsUnreadable(programme=read["id"], valid_from=read["valid_from"], why=why)
    return version


def _decision(read: Any) -> str | None:
    return None if read is None else json.dumps(read, ensure_ascii=False, sort_keys=True)


def _criteria(asking: Asking, read: Any, words: criteria.Vocabulary) -> criteria.Node | None:
    if read is None:
        return None
    entry = read_json(json.dumps(read, ensure_ascii=False).encode())
    assert isinstance(entry, Entry), "what was published was read before"
    return criteria.tree(asking, entry, words)


def _with_conditions(asking: Asking, allowance: Allowance, words: criteria.Vocabulary) -> Allowance:
    def read(when: When | None) -> When | None:
        return None if when is None else replace(when, condition=_condition(asking, when.text, words))

    table = tuple(replace(one, when=read(one.when)) for one in allowance.table)
    return replace(allowance, when=read(allowance.when), table=table)


def _condition(asking: Asking, text: str, words: criteria.Vocabulary) -> criteria.Condition:
    return criteria.condition(asking, Entry("allowances", 0, text), words)
