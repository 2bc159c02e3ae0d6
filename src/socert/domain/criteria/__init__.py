"""Criteria: what may be asked of a person and what follows, in three values: yes, no, and not known.

What it promises: a condition means the same here and in SQL of every engine; unknown is never taken for no; a number
somebody decided is dated and has its source, and where it is missing nothing is decided.
"""

from socert.domain.criteria.model.conditions import Condition, atoms_of, facts_of, is_linear, parameters_of, words_of
from socert.domain.criteria.model.facts import (
    Fact,
    Facts,
    FactType,
    FactValue,
    Settled,
    Source,
    Standing,
    Statement,
    Unit,
)
from socert.domain.criteria.model.ground import NO_GROUND, Ground
from socert.domain.criteria.model.parameters import (
    PREFIX,
    Addition,
    Bound,
    Dated,
    Parameter,
    ParameterIsUnset,
    Region,
    RegionIsUnknown,
)
from socert.domain.criteria.model.trees import (
    LEAVES_MAX,
    AllOf,
    AnyOf,
    Leaf,
    Node,
    NotOf,
    children_of,
    leaves,
    names_in_words,
    nodes,
)
from socert.domain.criteria.rules.binding import (
    CriteriaAreTooMany,
    CriterionIsRepeated,
    PointIsUnknown,
    bind,
    region_of,
    with_additions,
)
from socert.domain.criteria.rules.condition_reading import Flaw, read_condition
from socert.domain.criteria.rules.emitting import sql_of
from socert.domain.criteria.rules.facts_reading import read_facts
from socert.domain.criteria.rules.ground_reading import read_ground
from socert.domain.criteria.rules.parameters_reading import read_parameters, read_region
from socert.domain.criteria.rules.schemas import (
    condition_shape,
    facts_schema,
    node_shapes,
    parameters_schema,
    region_schema,
)
from socert.domain.criteria.rules.settling import settle
from socert.domain.criteria.rules.telling import tell
from socert.domain.criteria.rules.trees_reading import Vocabulary, complain_of_repeated_ids, condition, tree
from socert.domain.criteria.rules.weighing import (
    Known,
    Truth,
    Weighed,
    all_of,
    any_of,
    failed_leaves,
    gaps_of,
    lacking_facts,
    missing_leaves,
    not_of,
    truth_of,
    weigh,
)
from socert.domain.criteria.rules.wording import (
    NOT_KNOWN,
    fill_in,
    name_of_value,
    written_gap,
    written_number,
    written_value,
)

__all__ = [
    "LEAVES_MAX",
    "NOT_KNOWN",
    "NO_GROUND",
    "PREFIX",
    "Addition",
    "AllOf",
    "AnyOf",
    "Bound",
    "Condition",
    "CriteriaAreTooMany",
    "CriterionIsRepeated",
    "Dated",
    "Fact",
    "FactType",
    "FactValue",
    "Facts",
    "Flaw",
    "Ground",
    "Known",
    "Leaf",
    "Node",
    "NotOf",
    "Parameter",
    "ParameterIsUnset",
    "PointIsUnknown",
    "Region",
    "RegionIsUnknown",
    "Settled",
    "Source",
    "Standing",
    "Statement",
    "Truth",
    "Unit",
    "Vocabulary",
    "Weighed",
    "all_of",
    "any_of",
    "atoms_of",
    "bind",
    "children_of",
    "complain_of_repeated_ids",
    "condition",
    "condition_shape",
    "facts_of",
    "facts_schema",
    "failed_leaves",
    "fill_in",
    "gaps_of",
    "is_linear",
    "lacking_facts",
    "leaves",
    "missing_leaves",
    "name_of_value",
    "names_in_words",
    "node_shapes",
    "nodes",
    "not_of",
    "parameters_of",
    "parameters_schema",
    "read_condition",
    "read_facts",
    "read_ground",
    "read_parameters",
    "read_region",
    "region_of",
    "region_schema",
    "settle",
    "sql_of",
    "tell",
    "tree",
    "truth_of",
    "weigh",
    "with_additions",
    "words_of",
    "written_gap",
    "written_number",
    "written_value",
]
