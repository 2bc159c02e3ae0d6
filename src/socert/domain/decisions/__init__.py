"""Decisions: who is entitled, who is not, and what has to be asked first; one case with reasons, or a population.

What it promises: nobody is refused because a fact is lacking; new evidence never turns a decision round; one case and a
population are decided alike.
"""

from socert.domain.decisions.actions.deciding import decide_population
from socert.domain.decisions.actions.proving import INTERPRETER, Prepared, Proved, prepare, prove
from socert.domain.decisions.model.compared import Change, Compared, ComparedPart
from socert.domain.decisions.model.decided import Amount, Decided, Outcome
from socert.domain.decisions.model.explained import Explained, ExplainedNode, Section, Shown
from socert.domain.decisions.model.population import (
    AS_OF,
    DECISIONS,
    PERSON,
    RELATION,
    Cell,
    ColumnType,
    PopulationCount,
    PopulationQuery,
    PopulationRefused,
    ProgrammeCount,
)
from socert.domain.decisions.model.proof import Example, Failure, Remark
from socert.domain.decisions.model.record import DecisionRecord, NodeKind, NodeRecord, Status
from socert.domain.decisions.model.ruling import AmountRule, Ruling, Step
from socert.domain.decisions.ports import Engine, Tell
from socert.domain.decisions.rules.case_reading import Case, read_case
from socert.domain.decisions.rules.comparing import compare, compare_versions
from socert.domain.decisions.rules.configured import (
    additions_to_nothing,
    examples_are_missing,
    mistakes_of_configuration,
)
from socert.domain.decisions.rules.deciding import decide, settle_all
from socert.domain.decisions.rules.examples_reading import read_examples
from socert.domain.decisions.rules.explaining import explain
from socert.domain.decisions.rules.laying_out import lines_of, lines_of_compared, lines_of_shown
from socert.domain.decisions.rules.lints import remarks_on, unused_parameters
from socert.domain.decisions.rules.population import columns_of, population_query, settled_query
from socert.domain.decisions.rules.recording import record_of
from socert.domain.decisions.rules.ruling import NothingDecides, ruling_of, version_of
from socert.domain.decisions.rules.showing import show

__all__ = [
    "AS_OF",
    "DECISIONS",
    "INTERPRETER",
    "PERSON",
    "RELATION",
    "Amount",
    "AmountRule",
    "Case",
    "Cell",
    "Change",
    "ColumnType",
    "Compared",
    "ComparedPart",
    "Decided",
    "DecisionRecord",
    "Engine",
    "Example",
    "Explained",
    "ExplainedNode",
    "Failure",
    "NodeKind",
    "NodeRecord",
    "NothingDecides",
    "Outcome",
    "PopulationCount",
    "PopulationQuery",
    "PopulationRefused",
    "Prepared",
    "ProgrammeCount",
    "Proved",
    "Remark",
    "Ruling",
    "Section",
    "Shown",
    "Status",
    "Step",
    "Tell",
    "additions_to_nothing",
    "columns_of",
    "compare",
    "compare_versions",
    "decide",
    "decide_population",
    "examples_are_missing",
    "explain",
    "lines_of",
    "lines_of_compared",
    "lines_of_shown",
    "mistakes_of_configuration",
    "population_query",
    "prepare",
    "prove",
    "read_case",
    "read_examples",
    "record_of",
    "remarks_on",
    "ruling_of",
    "settle_all",
    "settled_query",
    "show",
    "unused_parameters",
    "version_of",
]
