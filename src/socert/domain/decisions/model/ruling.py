"""What decides on one day in one region: a version's criteria with its parameters bound, and its amounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from socert.domain.criteria import Bound, Condition, Leaf, Node, facts_of, leaves
from socert.values import Text


@dataclass(frozen=True, slots=True)
class Step:
    """A row of an amount's table: what is given when the condition holds and none before did (None: otherwise).

    `kopecks` is 0 where nothing is given; `units` counts items or units of a service.
    """

    when: Condition | None
    kopecks: int
    units: int


@dataclass(frozen=True, slots=True)
class AmountRule:
    """What an allowance comes to: `given_when` must hold where there is one; then the first step that holds."""

    allowance: str
    title: Text
    has_units: bool
    given_when: Condition | None
    steps: tuple[Step, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition its amount depends on."""
        own = () if self.given_when is None else (self.given_when,)
        return own + tuple(one.when for one in self.steps if one.when is not None)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A programme's version as it decides on a day in a region (None: the common rules)."""

    programme: str
    title: Text
    valid_from: date
    sha256: str
    day: date
    region: str | None
    root: Node
    leaves: tuple[Leaf, ...]
    bound: Mapping[str, Bound]
    amounts: tuple[AmountRule, ...]

    @property
    def numbers(self) -> Mapping[str, int]:
        """The parameters' values alone."""
        return {name: one.value for name, one in self.bound.items()}

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it looks at, each once."""
        conditions = [leaf.condition for leaf in leaves(self.root)]
        conditions += [condition for amount in self.amounts for condition in amount.conditions]
        return tuple(dict.fromkeys(fact for condition in conditions for fact in facts_of(condition)))
