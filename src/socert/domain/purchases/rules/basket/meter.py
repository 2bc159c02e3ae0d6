"""How long a search may take: steps are counted, never timed, so that a replay finds the same split."""

#: The whole basket may take so many steps. A step is a look at a cut, some tenths of a microsecond.
STEPS_MAX = 24_000
#: What else takes about as long as so many looks.
STEPS_OF_A_CHOICE = 10
STEPS_OF_A_LOOK = 3
STEPS_OF_A_FLOW = 80


class Meter:
    """Counts the steps of a search; `was_cut` tells that it had to stop before it was sure."""

    __slots__ = ("steps", "was_cut")

    def __init__(self) -> None:
        self.steps = 0
        self.was_cut = False

    def count(self, steps: int) -> None:
        """Take steps."""
        self.steps += steps

    @property
    def left(self) -> int:
        """How many steps there are still to take."""
        return max(0, STEPS_MAX - self.steps)

    def is_out(self) -> bool:
        """Whether the search has to stop here, leaving something untried."""
        if self.steps < STEPS_MAX:
            return False
        self.was_cut = True
        return True
