"""What we install is permissive or MPL; the LGPL is welcome where it was looked at; GPL and AGPL are not."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

import pytest
from packaging.markers import Marker

from given.checkout import DEVELOPER_LOCK, SPARK_LOCK, pins

LESSER_AND_LOOKED_AT = {"psycopg", "psycopg-binary", "psycopg-pool", "python-stdnum"}
PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla Public|Unlicense)\b")
LESSER = re.compile(r"\bLGPL|Lesser General Public")
COPYLEFT = re.compile(r"\bA?GPL|\bGNU (Affero )?General Public")


def test_every_installed_package_has_a_licence_we_accept() -> None:
    installed = [pin.name for pin in pins(DEVELOPER_LOCK) if _applies_here(pin.requirement.marker)]
    installed += [pin.name for pin in pins(SPARK_LOCK) if _is_here(pin.name)]
    refused = {name: stated for name in installed if not _is_accepted(name, stated := _licence(metadata(name)))}
    assert refused == {}


@pytest.mark.parametrize(
    ("name", "stated", "accepted"),
    [
        ("anything", "MIT", True),
        ("anything", "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)", True),
        ("psycopg", "LGPL-3.0-only", True),
        ("python-stdnum", "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)", True),
        ("anything", "LGPL-3.0-only", False),
        ("anything", "GPL-3.0-or-later", False),
        ("anything", "License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("anything", "GNU Affero General Public License", False),
        ("anything", "", False),
    ],
)
def test_a_licence_is_judged_by_what_it_says(name: str, stated: str, accepted: bool) -> None:  # noqa: FBT001 (a table)
    assert _is_accepted(name, stated) is accepted


def _applies_here(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate()


def _is_here(name: str) -> bool:
    try:
        metadata(name)
    except PackageNotFoundError:
        return False
    return True


def _licence(package: PackageMetadata) -> str:
    """What a package says about its licence: the expression, else the classifiers, else the first line of the text."""
    expressions = package.get_all("License-Expression") or []
    classifiers = [each for each in package.get_all("Classifier") or [] if each.startswith("License ::")]
    texts = [each.strip().partition("\n")[0] for each in package.get_all("License") or []]
    return " ".join(expressions or classifiers or texts)


def _is_accepted(name: str, stated: str) -> bool:
    if COPYLEFT.search(stated):
        return False
    return bool(PERMISSIVE.search(stated)) or (name in LESSER_AND_LOOKED_AT and bool(LESSER.search(stated)))
