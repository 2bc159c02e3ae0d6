"""What decides on one day in one region: a version's criteria with its parameters bound, and its amounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from socert.domain.criteria import PREFIX, Bound, Condition, Leaf, Node, facts_of, names_in_words
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
    """What an allowance comes to: `given_when` must hold where there is one; then the first step that holds.

    `kind` is the allowance's, `unit` what a service is counted in.
    """

    allowance: str
    title: Text
    has_units: bool
    given_when: Condition | None
    steps: tuple[Step, ...]
    kind: str = "points"
    unit: str | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition its amount depends on."""
        own = () if self.given_when is None else (self.given_when,)
        return own + tuple(one.when for one in self.steps if one.when is not None)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A programme's version as it decides on a day in a region (None: the common rules).

    Worked out from the rest, once for all cases: `numbers` are the parameters' values alone, `facts` those it looks at,
    `told` those that only its words name, each once.
    """

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
    legal_basis: Text | None = None
    numbers: Mapping[str, int] = field(init=False, repr=False, compare=False)
    facts: tuple[str, ...] = field(init=False, repr=False, compare=False)
    told: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        conditions = [leaf.condition for leaf in self.leaves]
        conditions += [condition for amount in self.amounts for condition in amount.conditions]
        facts = dict.fromkeys(fact for condition in conditions for fact in facts_of(condition))
        named = dict.fromkeys(name for leaf in self.leaves for name in names_in_words(leaf))
        told = (name for name in named if name not in facts and not name.startswith(PREFIX))
        object.__setattr__(self, "numbers", {name: one.value for name, one in self.bound.items()})
        object.__setattr__(self, "facts", tuple(facts))
        object.__setattr__(self, "told", tuple(told))
