"""How long a search may take: steps are counted, never timed, so that a replay finds the same split."""

#: The whole basket may take so many steps. A step is a look at a cut, some tenths of a microsecond.
STEPS_MAX = 40_000
#: Of more lines than this; each of their steps takes longer.
MANY_LINES = 60
STEPS_OF_MANY_LINES_MAX = 12_000
#: To move what reaches the same to the first lines.
STEPS_TO_LOWER_MAX = 6_000
#: What else takes about as long as so many looks.
STEPS_OF_A_CHOICE = 10
STEPS_OF_A_LOOK = 3
STEPS_OF_A_FLOW = 80


def steps_max(*, lines: int) -> int:
    """How many steps a basket may take."""
    return STEPS_MAX if lines <= MANY_LINES else STEPS_OF_MANY_LINES_MAX


class Meter:
    """Counts the steps of a search; `was_cut` tells that it had to stop before it was sure."""

    __slots__ = ("_steps_max", "steps", "was_cut")

    def __init__(self, *, steps_max: int) -> None:
        self._steps_max = steps_max
        self.steps = 0
        self.was_cut = False

    def count(self, steps: int) -> None:
        """Take steps."""
        self.steps += steps

    @property
    def left(self) -> int:
        """How many steps there are still to take."""
        return max(0, self._steps_max - self.steps)

    def is_out(self) -> bool:
        """Whether the search has to stop here, leaving something untried."""
        if self.steps < self._steps_max:
            return False
        self.was_cut = True
        return True

    def is_late(self) -> bool:
        """Whether so much is done already that what is not needed is left out."""
        return self.left < self._steps_max * 3 // 4
