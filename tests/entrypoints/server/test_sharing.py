"""The processes of a server know each other's counts."""

import os

from socert.entrypoints.api.tally import Tally
from socert.entrypoints.server.sharing import Seat, seats


def counted(*statuses: int) -> Tally:
    """A tally of some requests."""
    tally = Tally()
    for status in statuses:
        tally.served("POST", "/api/v1/authorisations", status, 0.004)
        tally.answered('{"outcome":"declined","reason":{"code":"card_not_accepted"}}', is_replay=False)
    tally.answered("{}", is_replay=True)
    tally.committed(len(statuses), 0.001, 0.002)
    tally.waiting["0"] = 3
    return tally


def requests(tally: Tally) -> dict[int, int]:
    """How many requests ended in which status."""
    return {status: count for (_, _, status), count in tally.requests.items()}


def test_one_process_tells_its_own_counts_as_they_are() -> None:
    own = counted(200, 200)
    found = seats(1)[0].all(own)
    assert requests(found) == {200: 2}
    assert found.counts() == own.counts()


def test_several_tell_the_sum_of_what_they_counted() -> None:
    first, second, third = seats(3)
    second.keep(counted(200, 503))
    third.keep(counted(200))
    found = first.all(counted(200, 200))
    assert requests(found) == {200: 4, 503: 1}
    assert found.outcomes == {"declined": 5}
    assert found.reasons == {"card_not_accepted": 5}
    assert (found.replays, found.waiting["0"]) == (3, 9)
    assert found.batch_size.total == 5
    assert sum(found.seconds["/api/v1/authorisations"].counts) == 5


def test_a_process_that_takes_the_place_of_another_goes_on_from_its_counts() -> None:
    first, second = seats(2)
    second.keep(counted(200, 200))
    successor = second.left_here()
    successor.served("POST", "/api/v1/authorisations", 200, 0.1)
    second.keep(successor)
    assert requests(first.all(Tally())) == {200: 3}


def test_counts_pass_from_a_forked_process() -> None:
    first, second = seats(2)
    child = os.fork()
    if child == 0:
        second.keep(counted(200))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert requests(first.all(Tally())) == {200: 1}


def test_what_is_caught_half_written_is_left_out() -> None:
    first, second = seats(2)
    second.keep(counted(200))
    spoilt: Seat = second
    spoilt._pieces[1][20] ^= 1
    assert requests(first.all(counted(503))) == {503: 1}


def test_counts_beyond_all_bounds_are_kept_to_oneself() -> None:
    first, second = seats(2)
    large = counted(200)
    for number in range(20_000):
        large.reasons[f"reason {number}"] = number
    second.keep(large)
    assert requests(first.all(counted(503))) == {503: 1}
