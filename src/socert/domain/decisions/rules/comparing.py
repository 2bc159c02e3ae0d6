"""What changed between two programmes or two versions, in words: by what is meant, not by how it is written."""

from collections.abc import Iterable, Mapping
from datetime import date

from socert.domain import programmes
from socert.domain.criteria import Ground
from socert.domain.decisions.model.compared import Change, Compared, ComparedPart
from socert.domain.decisions.rules import describing_words as words
from socert.domain.decisions.rules.describing import Field, Item, begun_large, both, programme_item, said, version_items
from socert.domain.decisions.rules.placing import changes_of_places
from socert.values import Text, written_day

_NAMELESS = ("programme", "terms")


def compare(old: programmes.ProgrammeDefinition, new: programmes.ProgrammeDefinition, *, ground: Ground) -> Compared:
    """What changed from one file to another. A version that is new is compared with the one before it."""
    parts = [_of_programme(old, new)]
    before = {one.valid_from: one for one in old.versions}
    for place, version in enumerate(new.versions):
        if version.valid_from in before:
            title = said(words.VERSION, day=_day(version.valid_from))
            changes = _of_version((old, before[version.valid_from]), (new, version), ground)
        else:
            former = new.versions[place - 1] if place else None
            title, changes = _of_added(version, former, ground)
        parts.append(ComparedPart(version.valid_from, title, tuple(changes)))
    return Compared(new.id, tuple(one for one in parts if one.changes))


def compare_versions(
    old: tuple[programmes.ProgrammeDefinition, programmes.VersionDefinition],
    new: tuple[programmes.ProgrammeDefinition, programmes.VersionDefinition],
    *,
    ground: Ground,
) -> Compared:
    """What changed from one version to another."""
    (former, version), (latter, later) = old, new
    title = said(words.TWO_VERSIONS, day=_day(later.valid_from), before=_day(version.valid_from))
    changes = _of_items([programme_item(former)], [programme_item(latter)])
    parts = (
        ComparedPart(None, words.PROGRAMME, tuple(changes)),
        ComparedPart(later.valid_from, title, tuple(_meant(version, later, ground))),
    )
    return Compared(latter.id, tuple(one for one in parts if one.changes))


def _of_programme(old: programmes.ProgrammeDefinition, new: programmes.ProgrammeDefinition) -> ComparedPart:
    changes = list(_of_items([programme_item(old)], [programme_item(new)]))
    kept = {one.valid_from for one in new.versions}
    changes += [
        Change("version_removed", str(one.valid_from), said(words.VERSION_REMOVED, day=_day(one.valid_from)))
        for one in old.versions
        if one.valid_from not in kept
    ]
    return ComparedPart(None, words.PROGRAMME, tuple(changes))


def _of_added(
    version: programmes.VersionDefinition,
    former: programmes.VersionDefinition | None,
    ground: Ground,
) -> tuple[Text, list[Change]]:
    day = _day(version.valid_from)
    added = Change("version_added", str(version.valid_from), said(words.VERSION_ADDED, day=day))
    if former is None:
        return said(words.VERSION, day=day), [added]
    title = said(words.NEW_VERSION, day=day, before=_day(former.valid_from))
    return title, [added, *_meant(former, version, ground)]


def _of_version(
    old: tuple[programmes.ProgrammeDefinition, programmes.VersionDefinition],
    new: tuple[programmes.ProgrammeDefinition, programmes.VersionDefinition],
    ground: Ground,
) -> list[Change]:
    changes = list(_meant(old[1], new[1], ground))
    is_programme_same = not list(_of_items([programme_item(old[0])], [programme_item(new[0])]))
    if not changes and is_programme_same and programmes.version_sha256(*old) != programmes.version_sha256(*new):
        changes.append(Change("written_otherwise", str(new[1].valid_from), words.TEXT_ALONE))
    return changes


def _meant(old: programmes.VersionDefinition, new: programmes.VersionDefinition, ground: Ground) -> Iterable[Change]:
    yield from _of_items(version_items(old, ground=ground), version_items(new, ground=ground))
    if old.criteria is not None and new.criteria is not None:
        yield from changes_of_places(old.criteria, new.criteria)


def _of_items(old: Iterable[Item], new: Iterable[Item]) -> Iterable[Change]:
    before: Mapping[tuple[str, str], Item] = {_key(one): one for one in old}
    after: Mapping[tuple[str, str], Item] = {_key(one): one for one in new}
    for key, item in after.items():
        if key in before:
            yield from _of_fields(before[key], item)
        else:
            yield Change(f"{item.kind}_added", item.id, said(words.ADDED, what=item.name, main=_main(item)))
    for key, item in before.items():
        if key not in after:
            yield Change(f"{item.kind}_removed", item.id, said(words.REMOVED, what=item.name, main=_main(item)))


def _key(item: Item) -> tuple[str, str]:
    return item.kind, "" if item.kind in _NAMELESS else item.id


def _main(item: Item) -> Text:
    return next(iter(item.fields.values())).value


def _of_fields(old: Item, new: Item) -> Iterable[Change]:
    for name in dict.fromkeys((*new.fields, *old.fields)):
        before, after = old.fields.get(name), new.fields.get(name)
        if before is None or after is None or before.meaning != after.meaning:
            what = words.FIELDS[name]
            if new.kind not in _NAMELESS:
                what = said(words.FIELD_OF, item=new.name, field=what)
            yield Change(f"{new.kind}_{name}", new.id, begun_large(_in_words(what, before, after)))


def _in_words(what: Text, before: Field | None, after: Field | None) -> Text:
    if before is None:
        assert after is not None
        return said(words.ONLY_NEW, what=what, new=after.value)
    if after is None:
        return said(words.ONLY_OLD, what=what, old=before.value)
    if before.parts is not None and after.parts is not None and set(before.parts) != set(after.parts):
        return _in_parts(what, before.parts, after.parts)
    was, becomes = _told_apart(before.value, after.value)
    return said(words.WAS_BECOMES, what=what, old=was, new=becomes)


def _told_apart(old: Text, new: Text) -> tuple[Text, Text]:
    """Two texts; where they differ in the other language alone, that one is shown instead."""
    if old.ru == new.ru and old.en != new.en:
        return _with(old, ru=old.en), _with(new, ru=new.en)
    if old.en == new.en and old.ru != new.ru:
        return _with(old, en=old.ru), _with(new, en=new.ru)
    return old, new


def _with(text: Text, *, ru: str | None = None, en: str | None = None) -> Text:
    return Text(
        ru=text.ru if ru is None else words.IN_ENGLISH.format(words=ru),
        en=text.en if en is None else words.IN_RUSSIAN.format(words=en),
    )


def _in_parts(what: Text, before: tuple[str, ...], after: tuple[str, ...]) -> Text:
    added = ", ".join(one for one in after if one not in before)
    removed = ", ".join(one for one in before if one not in after)
    told = [said(words.LISTED_NEW, parts=added)] if added else []
    told += [said(words.LISTED_OLD, parts=removed)] if removed else []
    changes = both(lambda language: "; ".join(one.in_language(language) for one in told))
    return said(words.LISTED, what=what, changes=changes)


def _day(day: date) -> Text:
    return both(lambda language: written_day(day, language=language))
