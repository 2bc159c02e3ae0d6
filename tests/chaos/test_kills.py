"""Kill -9 of the server, of a database session, of the database and of both: what a till was told stands exactly once.

`make chaos` plays hundreds of rounds and can be stopped and gone on with; the suite plays one round of each kind.
"""

import asyncio
import os
from collections import Counter
from dataclasses import asdict, dataclass, field
from random import Random

from chaos.ground import Ground, Victim, given_ground
from chaos.report import read_part, write_part
from chaos.tills import Memory, ask_again, ask_until_struck

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "4"))
TOLD_A_ROUND = int(os.environ.get("CHAOS_TOLD", "150"))
IN_FLIGHT_MIN = 10
#: One city has one lane, the next has four.
ROUNDS_A_CITY = min(20, max(1, ROUNDS // 2))


@dataclass(slots=True)
class Report:
    """What was done so far; kept in a file, so that rounds can be gone on with."""

    rounds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Victim, 0))
    told: int = 0
    in_flight_at_the_kill: int = 0
    told_only_on_asking_again: int = 0
    lost: int = 0
    doubled: int = 0

    @property
    def done(self) -> int:
        """How many rounds."""
        return sum(self.rounds.values())


def test_what_a_till_was_told_survives_every_kill() -> None:
    report = Report(**read_part("kills"))
    while report.done < ROUNDS:
        lanes = (1, 4)[report.done // ROUNDS_A_CITY % 2]
        with given_ground(seed=report.done, lanes=lanes) as ground:
            memory, random = Memory(), Random(report.done)  # noqa: S311 - invented purchases
            for _ in range(min(ROUNDS_A_CITY, ROUNDS - report.done)):
                victim = list(Victim)[report.done % len(Victim)]
                _play(ground, memory, victim, report=report, random=random)
                report.rounds[victim] += 1
                write_part("kills", asdict(report))
            assert ground.verify() is None
    assert (report.lost, report.doubled) == (0, 0)
    assert report.told >= report.done * TOLD_A_ROUND


def _play(ground: Ground, memory: Memory, victim: Victim, *, report: Report, random: Random) -> None:
    before = set(memory.told)
    asyncio.run(
        ask_until_struck(
            ground,
            memory,
            random=random,
            told=TOLD_A_ROUND,
            in_flight=IN_FLIGHT_MIN,
            strike=lambda: ground.kill(victim),
        )
    )
    ground.revive(victim)
    untold = memory.untold
    answers = asyncio.run(ask_again(ground, untold))
    memory.told |= {one.key: answer for one, answer in zip(untold, answers, strict=True)}
    round_keys = [key for key in memory.told if key not in before]
    again = asyncio.run(ask_again(ground, [memory.asked[key] for key in round_keys]))
    assert again == [memory.told[key] for key in round_keys], "asked again, the same bytes"
    in_ledger = Counter(ground.answers())
    told = [answer.decode() for answer in memory.told.values()]
    report.lost += sum(in_ledger[answer] == 0 for answer in told)
    report.doubled += sum(count > 1 for count in in_ledger.values())
    assert (report.lost, report.doubled) == (0, 0)
    assert len(told) == in_ledger.total(), "nothing stands there that nobody was told"
    report.told += len(round_keys)
    report.told_only_on_asking_again += len(untold)
    report.in_flight_at_the_kill += memory.in_flight_at_strike[-1]
