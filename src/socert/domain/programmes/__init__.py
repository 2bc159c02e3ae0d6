"""Programmes: one file says who pays, from when, for how long and for what; a published version never changes.

What it promises: a file with any mistake publishes nothing and is told all its mistakes at once; what was published is
locked by its hash; on any day at most one version of a programme is in force.
"""

from socert.domain.programmes.actions import check, number_of, publish, published, version_on, version_sha256, versions
from socert.domain.programmes.model import (
    Allowance,
    AllowanceKind,
    BorneBy,
    Confirm,
    ConfirmKind,
    GroupDetail,
    Hit,
    LegalKind,
    Option,
    OwnMoney,
    PriceAboveCap,
    ProgrammeDefinition,
    ProgrammeVersion,
    Published,
    ServiceUnit,
    Share,
    VersionDefinition,
    When,
)
from socert.domain.programmes.rules.schema import programme_schema
from socert.domain.programmes.rules.stored import PublishedVersionIsUnreadable

__all__ = [
    "Allowance",
    "AllowanceKind",
    "BorneBy",
    "Confirm",
    "ConfirmKind",
    "GroupDetail",
    "Hit",
    "LegalKind",
    "Option",
    "OwnMoney",
    "PriceAboveCap",
    "ProgrammeDefinition",
    "ProgrammeVersion",
    "Published",
    "PublishedVersionIsUnreadable",
    "ServiceUnit",
    "Share",
    "VersionDefinition",
    "When",
    "check",
    "number_of",
    "programme_schema",
    "publish",
    "published",
    "version_on",
    "version_sha256",
    "versions",
]
