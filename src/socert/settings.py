"""What the surroundings say, read once: environment variables and where this copy of socert lies."""

import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path


class UnusableSetting(Exception):
    """An environment variable says something we cannot use."""


_PACKAGE = Path(__file__).parent
_CARD_KEY_BYTES = 32
#: This machine itself.
LOOPBACK = ("127.0.0.0/8", "::1/128")
#: Far beyond any cash desk, and far below what a server decides.
TILL_RATE = 200.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server takes from its callers, and what it tells of them.

    `till_rate` is requests a second of one till, 0 for any number; `queue` how many questions wait for one writer.
    """

    till_rate: float = 0.0
    queue: int = 4_096
    head_bytes: int = 16 * 1024
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    metrics_readers: tuple[str, ...] = LOOPBACK
    log_all_requests: bool = False


@dataclass(frozen=True, slots=True)
class OpenId:
    """An identity provider for one door; see README.md. `name` is what the button says, in both languages."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    scope: str
    is_only_way: bool
    #: Whether a colleague is linked by the login the provider names, when they come for the first time.
    links_by_login: bool
    #: Under which claim a resident's СНИЛС comes; for staff of no use.
    snils_claim: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the installation lies and which server it uses; `None` means our own.

    `rulebook_folder` holds facts, parameters, regions, programmes and categories; None: those of `reference`.
    """

    home: Path
    reference: Path
    owner_url: str | None = field(repr=False)
    application_url: str | None = field(repr=False)
    card_key: bytes | None = field(repr=False)
    demo_people: int | None = None
    demo_exit: bool = False
    message_command: tuple[str, ...] | None = None
    message_folder: Path | None = None
    checkpoint_folder: Path | None = None
    openid_staff: OpenId | None = None
    openid_resident: OpenId | None = None
    rulebook_folder: Path | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def rulebook(self) -> Path:
        """The folder conditions are read from: the region's own, or the one that ships with socert."""
        return self.rulebook_folder or self.reference


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment: SOCERT_… and DEMO_…, as README.md lists them.

    Raises:
        UnusableSetting: a variable has a form we cannot use.
    """
    return Settings(
        home=_home(environment),
        reference=_reference(),
        owner_url=environment.get("SOCERT_DATABASE_URL") or None,
        application_url=environment.get("SOCERT_APPLICATION_URL") or None,
        card_key=_card_key(environment.get("SOCERT_CARD_KEY", "")),
        demo_people=_count("DEMO_PEOPLE", environment.get("DEMO_PEOPLE", "")),
        demo_exit=environment.get("DEMO_EXIT", "") not in ("", "0"),
        message_command=_command("SOCERT_MESSAGE_COMMAND", environment.get("SOCERT_MESSAGE_COMMAND", "")),
        message_folder=_folder("SOCERT_MESSAGE_FOLDER", environment.get("SOCERT_MESSAGE_FOLDER", "")),
        checkpoint_folder=_folder("SOCERT_CHECKPOINT_FOLDER", environment.get("SOCERT_CHECKPOINT_FOLDER", "")),
        rulebook_folder=_folder("SOCERT_REFERENCE", environment.get("SOCERT_REFERENCE", "")),
        openid_staff=_openid("SOCERT_OIDC_STAFF", environment),
        openid_resident=_openid("SOCERT_OIDC_RESIDENT", environment),
        limits=_limits(environment),
    )


def _limits(environment: Mapping[str, str]) -> Limits:
    return Limits(
        till_rate=_rate("SOCERT_TILL_RATE", environment.get("SOCERT_TILL_RATE", "")),
        metrics_readers=_networks("SOCERT_METRICS", environment.get("SOCERT_METRICS", "")),
        log_all_requests=_one_of("SOCERT_LOG_REQUESTS", environment.get("SOCERT_LOG_REQUESTS", "")) == "all",
    )


def _openid(prefix: str, environment: Mapping[str, str]) -> OpenId | None:
    issuer, client_id = (environment.get(f"{prefix}_{name}", "") for name in ("ISSUER", "CLIENT_ID"))
    if not issuer and not client_id:
        return None
    if re.fullmatch(r"https://[^\s/?#]+[^\s?#]*|http://(localhost|127\.0\.0\.1)(:[0-9]+)?(/[^\s?#]*)?", issuer) is None:
        raise UnusableSetting(f"{prefix}_ISSUER is no address with https://; please give the provider's issuer.")
    if not client_id:
        raise UnusableSetting(f"{prefix}_CLIENT_ID is missing; please give the name we have at {issuer}.")
    return OpenId(
        issuer=issuer,
        client_id=client_id,
        client_secret=environment.get(f"{prefix}_CLIENT_SECRET", ""),
        name=environment.get(f"{prefix}_NAME", "") or issuer.partition("://")[2].partition("/")[0],
        scope=environment.get(f"{prefix}_SCOPE", "") or "openid profile",
        is_only_way=_is_on(f"{prefix}_ONLY", environment),
        links_by_login=_is_on(f"{prefix}_LINK_BY_LOGIN", environment),
        snils_claim=environment.get(f"{prefix}_CLAIM", "") or "snils",
    )


def _is_on(name: str, environment: Mapping[str, str]) -> bool:
    said = environment.get(name, "")
    if said not in ("", "0", "1"):
        raise UnusableSetting(f"{name} is neither 1 nor 0.")
    return said == "1"


def _rate(name: str, text: str) -> float:
    if not text:
        return TILL_RATE
    if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text) is None:
        raise UnusableSetting(f"{name} is not a number of requests a second; please give one such as 50, or 0 for any.")
    return float(text)


def _networks(name: str, text: str) -> tuple[str, ...]:
    if not text or text == "loopback":
        return LOOPBACK
    if text == "off":
        return ()
    try:
        return tuple(str(ip_network(one.strip())) for one in text.split(","))
    except ValueError as error:
        raise UnusableSetting(f"{name} is not loopback, off, or networks such as 10.1.0.0/16,127.0.0.0/8.") from error


def _one_of(name: str, text: str) -> str:
    if text not in ("", "problems", "all"):
        raise UnusableSetting(f"{name} is neither problems nor all.")
    return text


def _checkout() -> Path | None:
    """The checkout this package runs from; None when it is installed."""
    folder = _PACKAGE.parents[1]
    return folder if (folder / "pyproject.toml").exists() and (folder / "reference").is_dir() else None


def _home(environment: Mapping[str, str]) -> Path:
    if given := environment.get("SOCERT_HOME"):
        return Path(given).expanduser().absolute()
    if checkout := _checkout():
        return checkout / ".socert"
    data = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "socert"


def _reference() -> Path:
    """Categories, goods, programmes and the example city: in the checkout, or shipped within the package."""
    checkout = _checkout()
    return (checkout or _PACKAGE) / "reference"


def _card_key(text: str) -> bytes | None:
    if not text:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise UnusableSetting("SOCERT_CARD_KEY is not hexadecimal; please give 64 hexadecimal digits.") from error
    if len(key) != _CARD_KEY_BYTES:
        raise UnusableSetting("SOCERT_CARD_KEY has not 32 bytes; please give 64 hexadecimal digits.")
    return key


def _command(name: str, text: str) -> tuple[str, ...] | None:
    try:
        words = tuple(shlex.split(text))
    except ValueError as error:
        raise UnusableSetting(f"{name} cannot be read as a command; please close its quotes.") from error
    return words or None


def _folder(name: str, text: str) -> Path | None:
    if not text:
        return None
    folder = Path(text).expanduser().absolute()
    if not folder.is_dir():
        raise UnusableSetting(f"{name} is not a folder; please make it first.")
    return folder


def _count(name: str, text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise UnusableSetting(f"{name} is not a number of people; please give a whole number such as 200.")
    return int(text)
