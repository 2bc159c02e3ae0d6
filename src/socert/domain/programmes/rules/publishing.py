"""A published version is locked: what a file may not do to it."""

from collections.abc import Mapping
from datetime import date

from socert.domain.files import Mistake
from socert.domain.programmes.model import ProgrammeDefinition
from socert.domain.programmes.rules.document import document_hash, document_of
from socert.values import Text


def locked_versions(definition: ProgrammeDefinition, *, stored: Mapping[date, bytes]) -> tuple[Mistake, ...]:
    """The published versions (first day and hash) that a file changes or leaves out."""
    errors = []
    hashes = {one.valid_from: document_hash(document_of(definition, one)) for one in definition.versions}
    for place, day in enumerate(hashes):
        if day in stored and stored[day] != hashes[day]:
            errors.append(
                Mistake(
                    f"versions[{place}]",
                    None,
                    "version_is_locked",
                    Text(
                        ru=f"Версия с {day:%d.%m.%Y} уже опубликована и не меняется (как и источники, доли и вид "
                        "программы). Пожалуйста, верните её прежний текст, а новое запишите новой версией.",
                        en=f"The version from {day} is published and does not change (nor do sources, shares and the "
                        "kind of programme); please restore its text and write what is new as a new version.",
                    ),
                )
            )
    errors += [
        Mistake(
            "versions",
            None,
            "version_is_missing",
            Text(
                ru=f"Версии с {day:%d.%m.%Y}, уже опубликованной, в файле нет. Пожалуйста, верните её.",
                en=f"The version from {day}, already published, is missing from the file; please put it back.",
            ),
        )
        for day in stored
        if day not in hashes
    ]
    return tuple(errors)
