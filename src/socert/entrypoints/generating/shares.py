"""How well invented registers know people: the shares of those not asked about, asked long ago, silent and wrong."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Register:
    """How one register answers.

    `not_asked` and `stale` are shares of all people; `silent` is the share of its fresh or stale answers that leave a
    fact open, where silence means that nobody knows.
    """

    not_asked: float
    stale: float
    silent: float = 0.0


#: By the id of a source in facts.yaml. All invented.
REGISTERS: Mapping[str, Register] = {
    "population": Register(not_asked=0.005, stale=0.01, silent=0.002),
    "civil": Register(not_asked=0.01, stale=0.015, silent=0.002),
    "disability": Register(not_asked=0.01, stale=0.02, silent=0.005),
    "veterans": Register(not_asked=0.005, stale=0.01),
    "tax": Register(not_asked=0.04, stale=0.05, silent=0.03),
    "pension": Register(not_asked=0.02, stale=0.02, silent=0.03),
    "employment": Register(not_asked=0.02, stale=0.03),
    "schools": Register(not_asked=0.01, stale=0.03, silent=0.002),
    "care": Register(not_asked=0.06, stale=0.05, silent=0.04),
    "health": Register(not_asked=0.12, stale=0.08, silent=0.05),
    "sport": Register(not_asked=0.08, stale=0.04, silent=0.02),
    "household": Register(not_asked=0.35, stale=0.10, silent=0.01),
}

#: Of all answers to one question, those that are wrong in every register that answers it.
WRONG = 0.005
#: Of all answers to a question that two registers answer, those where one of them is wrong.
CONTRADICTORY = 0.02
#: Of all stale answers, those that no longer hold; a fresh one never ages.
OUTDATED = 0.10
#: A stale answer is older than its term by up to so many days.
STALE_DAYS_MAX = 365
