"""A population decided at once: the query an engine answers, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from socert.domain.criteria import Fact, FactValue, Source
from socert.values import Text

PERSON = "person"
#: What a query calls the relation it reads.
RELATION = "facts"
#: What a counting query calls the decisions that were written.
DECISIONS = "decisions"
AS_OF = "__as_of"

#: What stands in a column of facts, and in one of answers.
Cell: TypeAlias = FactValue | date | None


class ColumnType(StrEnum):
    """What kind of column a file of facts has to have."""

    WHOLE = "whole number"
    TRUTH = "yes or no"
    WORDS = "text"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class PopulationQuery:
    """A SELECT over the relation `facts`: one row a person; every engine reads the same text.

    `inputs` are the columns the facts must have, `outputs` what each column of the result is called in the file of
    decisions; both in their order. `facts` says of which fact an input holds values, `sources` of which source it holds
    the day it was asked. `counting` is a SELECT of one row over the relation `decisions`, the answers as written:
    people, then four whole numbers a programme and one for each of its amounts, see `counted`.
    """

    sql: str
    inputs: Mapping[str, ColumnType]
    outputs: Mapping[str, str]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    counting: str


@dataclass(frozen=True, slots=True)
class ProgrammeCount:
    """How one programme decided: people by outcome, of the refused those a caseworker looks at, kopecks granted."""

    programme: str
    entitled: int
    not_entitled: int
    needs_evidence: int
    review: int
    amounts_kopecks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PopulationCount:
    """How many people were decided, and how each programme decided."""

    people: int
    programmes: tuple[ProgrammeCount, ...]


@dataclass(frozen=True, slots=True)
class PopulationRefused:
    """Why nothing was decided or written: a stable code and words."""

    code: str
    text: Text
