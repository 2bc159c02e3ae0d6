"""What conditions stand on: the facts, the parameters and the regions, read together."""

from collections.abc import Mapping
from dataclasses import dataclass

from socert.domain.criteria.model.facts import Facts
from socert.domain.criteria.model.parameters import Parameter, Region


@dataclass(frozen=True, slots=True)
class Ground:
    """Facts, parameters and regions; `parameters_file` is how messages call the file of parameters."""

    facts: Facts
    parameters: Mapping[str, Parameter]
    regions: Mapping[str, Region]
    parameters_file: str = "parameters.yaml"


#: For files that decide nothing.
NO_GROUND = Ground(Facts({}, {}), {}, {})
