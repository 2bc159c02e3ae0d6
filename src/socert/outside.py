"""What lies outside, as the settings say: what carries messages, who proves elsewhere who somebody is, what decides."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum

from socert.domain import access, decisions, installation, messages
from socert.integrations.duckdb_engine import DuckDbEngine
from socert.integrations.engine_faults import EngineIsNotHere
from socert.integrations.messages import ByCommand, IntoFolder, OnScreen
from socert.integrations.openid import OpenIdProvider
from socert.integrations.spark_engine import spark_engine
from socert.settings import OpenId, Settings


def make_sender(settings: Settings) -> messages.Sender | None:
    """What carries messages to people, as the settings say: a command, else a folder; None when they say nothing."""
    if settings.message_command is not None:
        return ByCommand(settings.message_command)
    return None if settings.message_folder is None else IntoFolder(settings.message_folder)


def own_sender(kind: installation.Kind) -> messages.Sender | None:
    """What an installation does with messages when nothing carries them: an example shows them."""
    return OnScreen() if kind is installation.Kind.EXAMPLE else None


@dataclass(frozen=True, slots=True)
class Entrance:
    """A door that opens by an identity from elsewhere: the provider, what its button says, whether it is the only way.

    Residents are known by `snils_claim`. Colleagues are linked by `socert staff link`, or with `links_by_login` by the
    login the provider names.
    """

    provider: access.IdentityProvider
    name: str
    is_only_way: bool = False
    snils_claim: str = "snils"
    links_by_login: bool = False


def make_entrances(settings: Settings) -> dict[access.OpenIdDoor, Entrance]:
    """The doors that open by OpenID Connect, as the settings say."""
    said = {access.OpenIdDoor.STAFF: settings.openid_staff, access.OpenIdDoor.RESIDENT: settings.openid_resident}
    return {door: _entrance(one) for door, one in said.items() if one is not None}


def _entrance(said: OpenId) -> Entrance:
    provider = OpenIdProvider(said.issuer, said.client_id, said.client_secret, scope=said.scope)
    return Entrance(provider, said.name, said.is_only_way, said.snils_claim, said.links_by_login)


_SMALL_MIB = 1024


class EngineKind(StrEnum):
    """What may decide a population."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@contextmanager
def open_engine(
    kind: EngineKind, *, memory_mib: int, threads: int, is_for_few: bool = False
) -> Iterator[decisions.Engine]:
    """An engine within bounds of memory and threads, for as long as the block lasts.

    `is_for_few`: it is asked about a few thousand people at a time.

    Raises:
        EngineIsNotHere: it is not installed.
        EngineIsSetOtherwise: somebody's configuration makes it work otherwise than it has to.
        EngineFailed: it did not start.
    """
    match kind:
        case EngineKind.DUCKDB:
            yield DuckDbEngine(memory_mib, threads)
        case EngineKind.SPARK:
            with spark_engine(memory_mib=memory_mib, threads=threads, is_for_few=is_for_few) as engine:
                yield engine


@contextmanager
def open_engines(wanted: Collection[EngineKind] = ()) -> Iterator[tuple[decisions.Engine, ...]]:
    """Every engine that is here, or those that are wanted; small: for a few thousand people at a time.

    Raises what `open_engine` raises; that an engine is not here only where it is wanted.
    """
    with ExitStack() as opened:
        found = []
        for kind in wanted or EngineKind:
            try:
                found.append(opened.enter_context(_open_for_few(kind)))
            except EngineIsNotHere:
                if wanted:
                    raise
        yield tuple(found)


def _open_for_few(kind: EngineKind) -> AbstractContextManager[decisions.Engine]:
    return open_engine(kind, memory_mib=_SMALL_MIB, threads=2, is_for_few=True)
