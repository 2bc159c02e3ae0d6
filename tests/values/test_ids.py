"""Ids: UUIDv7, public ids with their lane, lanes that never move, digests of idempotency keys."""

from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socert.values import (
    LANES_MAX,
    UnableToChooseLane,
    UnableToMakePublicId,
    UnableToMakeUuid7,
    key_digest,
    lane_of,
    parse_public_id,
    public_id,
    uuid7,
)

MILLISECONDS = st.integers(0, 2**48 - 1)
TEN_BYTES = st.binary(min_size=10, max_size=10)
UUIDS = st.uuids()


def test_a_uuid7_is_laid_out_as_in_rfc_9562() -> None:
    made = uuid7(milliseconds=0x017F22E279B0, random=((0xCC3 << 62) | 0x18C4DC0C0C07398F).to_bytes(10))
    assert str(made) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"  # the example of appendix A.6


@given(MILLISECONDS, MILLISECONDS, TEN_BYTES, TEN_BYTES)
def test_uuid7s_sort_by_time_and_know_their_version(one: int, other: int, random: bytes, other_random: bytes) -> None:
    earlier = uuid7(milliseconds=min(one, other), random=random)
    later = uuid7(milliseconds=max(one, other), random=other_random)
    assert earlier.version == later.version == 7
    assert earlier.variant == RFC_4122
    assert one == other or earlier < later


@given(MILLISECONDS, st.integers(0, 2**74 - 1), st.integers(0, 2**74 - 1))
def test_all_74_random_bits_count(milliseconds: int, one: int, other: int) -> None:
    made = {uuid7(milliseconds=milliseconds, random=bits.to_bytes(10)) for bits in (one, other)}
    assert len(made) == len({one, other})


@pytest.mark.parametrize(
    ("milliseconds", "random"), [(-1, bytes(10)), (2**48, bytes(10)), (0, bytes(9)), (0, bytes(16))]
)
def test_a_uuid7_out_of_range_is_refused(milliseconds: int, random: bytes) -> None:
    with pytest.raises(UnableToMakeUuid7):
        uuid7(milliseconds=milliseconds, random=random)


def test_a_public_id_says_what_where_and_which() -> None:
    value = UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    assert public_id("auth", 31, value) == "auth_1f017f22e279b07cc398c4dc0c0c07398f"


@given(st.sampled_from(["auth", "cert", "capt"]), st.integers(0, LANES_MAX - 1), UUIDS)
def test_a_public_id_reads_back_as_itself(prefix: str, lane: int, value: UUID) -> None:
    assert parse_public_id(prefix, public_id(prefix, lane, value)) == (lane, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "auth",
        "auth_",
        "cert_1f017f22e279b07cc398c4dc0c0c07398f",
        "auth_1F017F22E279B07CC398C4DC0C0C07398F",
        "auth_1f017f22e279b07cc398c4dc0c0c07398",
        "auth_1f017f22e279b07cc398c4dc0c0c07398f0",
        "auth_1f017f22e279b07cc398c4dc0c0c07398f\n",
        "auth_1f017f22e2-79b07cc398c4dc0c0c07398f",
        "auth__1f017f22e279b07cc398c4dc0c0c07398f",
        "auth-1f017f22e279b07cc398c4dc0c0c07398f",
        "auth_+f017f22e279b07cc398c4dc0c0c07398f",
        "auth_٠f017f22e279b07cc398c4dc0c0c07398f",
    ],
)
def test_what_is_no_public_id_of_the_kind_is_none(text: str) -> None:
    assert parse_public_id("auth", text) is None


@given(st.text())
def test_any_text_is_a_public_id_as_written_or_none(text: str) -> None:
    read = parse_public_id("auth", text)
    assert read is None or public_id("auth", *read) == text


@pytest.mark.parametrize(("prefix", "lane"), [("", 0), ("Auth", 0), ("au_th", 0), ("auth", -1), ("auth", 256)])
def test_a_public_id_out_of_range_is_refused(prefix: str, lane: int) -> None:
    with pytest.raises(UnableToMakePublicId):
        public_id(prefix, lane, UUID(int=0))


# Computed apart from our code, with `b2sum -l 64` over the eight bytes.
@pytest.mark.parametrize(
    ("holder", "lanes", "lane"),
    [
        (0, 4, 0),
        (1, 4, 0),
        (2, 4, 1),
        (12_345, 4, 0),
        (12_345, 32, 24),
        (2**63 - 1, 32, 6),
        (-(2**63), 256, 61),
        (-1, 256, 45),
        (1, 1, 0),
    ],
)
def test_lanes_never_move(holder: int, lanes: int, lane: int) -> None:
    assert lane_of(holder=holder, lanes=lanes) == lane


def test_holders_spread_over_all_lanes() -> None:
    counts = [0] * 16
    for holder in range(4_000):
        counts[lane_of(holder=holder, lanes=16)] += 1
    assert min(counts) > 180
    assert max(counts) < 320


@pytest.mark.parametrize(("holder", "lanes"), [(1, 0), (1, 257), (2**63, 4), (-(2**63) - 1, 4)])
def test_a_lane_out_of_range_is_refused(holder: int, lanes: int) -> None:
    with pytest.raises(UnableToChooseLane):
        lane_of(holder=holder, lanes=lanes)


@given(MILLISECONDS, TEN_BYTES, st.text())
def test_the_digest_of_a_uuid7_begins_with_its_time(milliseconds: int, random: bytes, scope: str) -> None:
    digest = key_digest(scope=scope, key=str(uuid7(milliseconds=milliseconds, random=random)))
    assert digest.int >> 80 == milliseconds


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_different_keys_or_scopes_have_different_digests(one: tuple[str, str], other: tuple[str, str]) -> None:
    digests = {key_digest(scope=scope, key=key) for scope, key in (one, other)}
    assert len(digests) == len({one, other})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("till 1", "23"), ("till 12", "3")),
        (("", "ab"), ("ab", "")),
        (("a", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), ("a", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")),
        (("a", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), ("b", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")),
        (("a", "\ud800"), ("a", "?")),
    ],
)
def test_scope_and_key_are_never_mixed_up(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert key_digest(scope=one[0], key=one[1]) != key_digest(scope=other[0], key=other[1])


# Computed apart from our code, with `sha256sum` over length, scope and key.
@pytest.mark.parametrize(
    ("scope", "key", "digest"),
    [
        ("till 1", "receipt 7", "63510025-e844-db51-8527-4d685400ee63"),
        ("till 1", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-40c9-226a-f3bd07404ccf"),
        ("till 1", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "68c6678b-1586-4f75-a6fd-98a14ed70bbc"),
    ],
)
def test_digests_never_change(scope: str, key: str, digest: str) -> None:
    assert str(key_digest(scope=scope, key=key)) == digest
