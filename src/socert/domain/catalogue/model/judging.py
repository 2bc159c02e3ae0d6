"""What a name says about a good, and how the good stands: settled, to be reviewed, or reviewed."""

from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True, slots=True)
class Claim:
    """A category a name speaks for, the words that spoke, and how certain that is (0 to 1)."""

    category: str
    words: tuple[str, ...]
    certainty: float


class Standing(IntEnum):
    """How a good or an article stands. The numbers are stored."""

    SETTLED = 1
    UNCLASSIFIED = 2
    CONTRADICTORY = 3
    REVIEWED = 4
    #: A person decided that it belongs into no category: no certificate pays for it.
    SET_ASIDE = 5


#: What waits for a person, and is covered by no certificate meanwhile.
TO_REVIEW = (Standing.UNCLASSIFIED, Standing.CONTRADICTORY)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows for a good from its source's category and its name; categories as numbers.

    `offered` is the category its path stands for, `category` the one tills see. `is_default` says that the source
    itself had not classified it.
    """

    standing: Standing
    category: int | None = None
    offered: int | None = None
    suggested: int | None = None
    certainty: int | None = None
    doubt: str | None = None
    is_default: bool = False
