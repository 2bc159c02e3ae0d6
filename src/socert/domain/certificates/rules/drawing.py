"""Fair places: a draw anybody can make again, and how far the money reaches without overtaking."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

SEED_LENGTH_MAX = 200


def draw(seed: str, *, number: int) -> bytes:
    """SHA-256 of the seed, a line feed and the person's number in digits; neither names nor order matter."""
    return sha256(f"{seed}\n{number}".encode()).digest()


def seed_of(given: str | None, *, programme: str, decided_on: str) -> str | None:
    """The seed of a draw: the one that was published, else programme and day, which nobody chose for its outcome.

    None where the given one cannot be used.
    """
    if given is None:
        return f"{programme} {decided_on}"
    return given if given.strip() == given and 0 < len(given) <= SEED_LENGTH_MAX and given.isprintable() else None


def ran_out(needs: Sequence[Sequence[int]], *, free: Sequence[int], paid: int) -> tuple[int, ...]:
    """The sources (by their place) that cannot pay the first after those paid; none when everybody is paid."""
    if paid == len(needs):
        return ()
    taken = needs[: paid + 1]
    return tuple(place for place, have in enumerate(free) if sum(one[place] for one in taken) > have)


def reach(needs: Iterable[Sequence[int]], *, free: Sequence[int]) -> int:
    """How many, from the front, can be paid: the first who cannot ends it, so that nobody cheaper goes before them.

    Args:
        needs: what each takes of every source, kopecks, in the order of the queue.
        free: what the sources have.
    """
    left = list(free)
    count = 0
    for need in needs:
        for place, amount in enumerate(need):
            left[place] -= amount
        if any(amount < 0 for amount in left):
            break
        count += 1
    return count
