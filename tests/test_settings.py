"""What the environment says about limits, and what it cannot say."""

from pathlib import Path

import pytest

from socert.settings import LOOPBACK, TILL_RATE, UnusableSetting, read_settings


def test_without_a_word_tills_are_limited_and_only_this_machine_reads_metrics() -> None:
    limits = read_settings({}).limits
    assert (limits.till_rate, limits.metrics_readers, limits.log_all_requests) == (TILL_RATE, LOOPBACK, False)


@pytest.mark.parametrize(
    ("said", "readers"),
    [("off", ()), ("loopback", LOOPBACK), ("10.1.0.0/16, ::1", ("10.1.0.0/16", "::1/128"))],
)
def test_networks_are_read(said: str, readers: tuple[str, ...]) -> None:
    assert read_settings({"SOCERT_METRICS": said}).limits.metrics_readers == readers


def test_an_identity_provider_is_read_for_each_door_by_itself() -> None:
    said = {"ISSUER": "https://id.example/realms/region", "CLIENT_ID": "socert", "CLIENT_SECRET": "hidden", "ONLY": "1"}
    settings = read_settings({f"SOCERT_OIDC_RESIDENT_{name}": word for name, word in said.items()})
    assert settings.openid_staff is None
    found = settings.openid_resident
    assert found is not None
    assert (found.name, found.scope, found.snils_claim, found.is_only_way) == (
        "id.example",
        "openid profile",
        "snils",
        True,
    )
    assert "hidden" not in repr(settings)
    assert not found.links_by_login


@pytest.mark.parametrize(
    "said",
    [
        {"ISSUER": "http://id.example", "CLIENT_ID": "socert"},
        {"ISSUER": "http://127.0.0.1.example", "CLIENT_ID": "socert"},
        {"ISSUER": "https://id.example?x=1", "CLIENT_ID": "socert"},
        {"ISSUER": "id.example", "CLIENT_ID": "socert"},
        {"ISSUER": "https://id.example"},
        {"CLIENT_ID": "socert"},
        {"ISSUER": "https://id.example", "CLIENT_ID": "socert", "ONLY": "yes"},
        {"ISSUER": "https://id.example", "CLIENT_ID": "socert", "LINK_BY_LOGIN": "true"},
    ],
)
def test_an_identity_provider_that_cannot_be_meant_is_refused_by_name(said: dict[str, str]) -> None:
    with pytest.raises(UnusableSetting, match="SOCERT_OIDC_STAFF_"):
        read_settings({f"SOCERT_OIDC_STAFF_{name}": word for name, word in said.items()})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SOCERT_TILL_RATE", "-1"),
        ("SOCERT_TILL_RATE", "nan"),
        ("SOCERT_METRICS", "everybody"),
        ("SOCERT_METRICS", "10.1.2.3/16"),
        ("SOCERT_LOG_REQUESTS", "some"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name: str, said: str) -> None:
    with pytest.raises(UnusableSetting, match=name):
        read_settings({name: said})


def test_the_rulebook_is_the_regions_own_folder_or_the_one_that_ships(tmp_path: Path) -> None:
    shipped, own = read_settings({}), read_settings({"SOCERT_REFERENCE": str(tmp_path)})
    assert (shipped.rulebook, own.rulebook, own.reference) == (shipped.reference, tmp_path, shipped.reference)
    with pytest.raises(UnusableSetting, match="SOCERT_REFERENCE is not a folder"):
        read_settings({"SOCERT_REFERENCE": str(tmp_path / "none")})
