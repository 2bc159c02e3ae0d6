"""The text of a phone's QR: says a carrier and a step to us, nothing to anybody else, and nobody can alter it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from given.city import CARD_SECRET
from socert.domain import people
from socert.domain.people.rules import qr_shown, qr_token, step_of

NOW = datetime(2026, 11, 22, 9, 0, 10, tzinfo=UTC)
CARRIER = UUID("0f6c2f5e-8f0e-4a7b-9f61-5f4e2d1c0b9a")
#: Everything an alphanumeric QR can say.
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
SECOND = timedelta(seconds=1)
MOSCOW = ZoneInfo("Europe/Moscow")
TOLD = "SOCERT1:OMZ6QBNEMXVNEWYG7ZJAYEQW5Z5X56NUEASXPJIJKHVMOUUYFJIITRKNEAQ5JK6C"

steps = st.integers(0, 2**64 - 1)
secrets = st.binary(min_size=1, max_size=64)


@given(carrier=st.uuids(), step=steps, secret=secrets)
def test_what_was_sealed_is_read_again(carrier: UUID, step: int, secret: bytes) -> None:
    token = qr_token(carrier, secret=secret, step=step)
    assert people.read_qr_token(token, secret=secret) == (carrier, step)
    assert len(token) == people.TOKEN_LENGTH == 72
    assert set(token) <= set(ALPHABET)


@given(place=st.integers(0, people.TOKEN_LENGTH - 1), letter=st.sampled_from(ALPHABET) | st.characters(), step=steps)
def test_no_letter_can_be_altered(place: int, letter: str, step: int) -> None:
    token = qr_token(CARRIER, secret=CARD_SECRET, step=step)
    altered = token[:place] + letter + token[place + 1 :]
    if altered != token:
        with pytest.raises(people.UnreadableToken):
            people.read_qr_token(altered, secret=CARD_SECRET)


@given(text=st.text(max_size=200) | st.text(ALPHABET, max_size=100).map(lambda one: f"SOCERT1:{one}"))
def test_a_text_nobody_sealed_is_not_read(text: str) -> None:
    with pytest.raises(people.UnreadableToken):
        people.read_qr_token(text, secret=CARD_SECRET)


def test_another_installations_token_is_not_read() -> None:
    token = qr_token(CARRIER, secret=b"of another region", step=step_of(NOW))
    with pytest.raises(people.UnreadableToken):
        people.read_qr_token(token, secret=CARD_SECRET)


def test_two_steps_and_two_carriers_have_nothing_in_common_to_see() -> None:
    one = qr_token(CARRIER, secret=CARD_SECRET, step=step_of(NOW))
    for other in (
        qr_token(CARRIER, secret=CARD_SECRET, step=step_of(NOW) + 1),
        qr_token(uuid4(), secret=CARD_SECRET, step=step_of(NOW)),
    ):
        same = sum(a == b for a, b in zip(one[8:], other[8:], strict=True))
        assert same < 20  # two letters in 64 by chance
    assert one == qr_token(CARRIER, secret=CARD_SECRET, step=step_of(NOW))
    assert CARRIER.hex.upper() not in one


def test_a_token_never_changes() -> None:
    """Phones and tills of all servers of an installation have to agree, also during an update."""
    told = qr_token(CARRIER, secret=b"test", step=59_800_000)
    assert told == TOLD


def test_it_fits_a_small_code_that_reads_from_a_scratched_screen() -> None:
    token = qr_token(CARRIER, secret=CARD_SECRET, step=step_of(NOW))
    made = segno.make(token, error="m", boost_error=False, micro=False)
    assert (int(made.version), made.mode, made.error) == (4, "alphanumeric", "M")


@pytest.mark.parametrize(
    ("seconds", "plain", "confirmed"),
    [
        (-11 - 30, False, False),
        (-11, True, True),  # a server's clock behind another's
        (0, True, True),
        (19.999999, True, True),
        (20, True, True),  # the next step: it was shown just before it changed
        (49.999999, True, True),
        (50, False, True),
        (319.999999, False, True),
        (320, False, False),
        (86_400, False, False),
    ],
)
def test_a_token_is_good_for_its_step_and_the_next_and_confirmed_for_minutes(
    *, seconds: float, plain: bool, confirmed: bool
) -> None:
    step, later = step_of(NOW), NOW + seconds * SECOND
    assert people.is_fresh(step, now=later, is_confirmed=False) is plain
    assert people.is_fresh(step, now=later, is_confirmed=True) is confirmed


@pytest.mark.parametrize(
    "midnight",
    [
        datetime(2027, 1, 1, tzinfo=MOSCOW),
        datetime(2027, 1, 1, tzinfo=UTC),
        datetime(2028, 2, 29, tzinfo=MOSCOW),
        datetime(2026, 10, 25, 3, tzinfo=ZoneInfo("Europe/Berlin")),  # clocks go back
    ],
)
def test_steps_do_not_mind_midnights_new_years_or_zones(midnight: datetime) -> None:
    midnight = midnight.astimezone(UTC)
    before = midnight - timedelta(microseconds=1)
    shown = qr_shown(CARRIER, secret=CARD_SECRET, now=before)
    assert shown.next_at == midnight
    assert shown.good_until == midnight + 30 * SECOND
    _, step = people.read_qr_token(shown.token, secret=CARD_SECRET)
    for at, is_good in (
        (midnight, True),
        (shown.good_until - timedelta(microseconds=1), True),
        (shown.good_until, False),
    ):
        assert people.is_fresh(step, now=at, is_confirmed=False) is is_good
    following = qr_shown(CARRIER, secret=CARD_SECRET, now=midnight)
    assert following.token != shown.token
    assert following == qr_shown(CARRIER, secret=CARD_SECRET, now=midnight + 29.9 * SECOND)
