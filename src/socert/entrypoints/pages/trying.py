"""Commands a visitor of the demo can paste, with the key and the card the demo left for them."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import msgspec

from socert import wiring
from socert.settings import read_settings

PROGRAMME = "food-certificate"
#: Two goods of the sample: what a certificate pays for, and what it does not.
BREAD = ("04602701001155", "Хлеб столичный 350 г", 5_990)
VODKA = ("04603264001279", "Водка простая 0,5 л", 54_900)


@dataclass(frozen=True, slots=True)
class Step:
    """A word's key that says what for, and the command."""

    word: str
    command: str


def program_of(site: wiring.Site) -> str:
    """How socert is called on this installation: by its path in a checkout, else by name."""
    name = ".venv/bin/socert" if (site.reference.parent / "pyproject.toml").exists() else "socert"
    is_usual = site.home == read_settings(environment={}).home
    return name if is_usual else f"SOCERT_HOME={shlex.quote(str(site.home))} {name}"


def steps(site: wiring.Site, *, base_url: str, now: datetime) -> Sequence[Step]:
    """What to try, in order; nothing where the demo left nothing to try it with."""
    if site.database != wiring.DEMO_DATABASE or not (site.home / wiring.DEMO_TILL_KEY).exists():
        return ()
    key, recipient = (_shown(site, name) for name in (wiring.DEMO_TILL_KEY, wiring.DEMO_RECIPIENT))
    socert = program_of(site)
    body = _receipt(site, now=now, capture=False)
    issue = f"{socert} certificates issue {recipient} \\\n  --programme {PROGRAMME} --database {site.database}"
    return (
        Step("try_issue", issue),
        Step("try_quote", _curl(f"{base_url}/api/v1/quotes", key=key, body=body)),
        Step(
            "try_buy",
            _curl(
                f"{base_url}/api/v1/authorisations",
                key=key,
                body=_receipt(site, now=now, capture=True),
                more="  -H 'Idempotency-Key: my-first-purchase' \\\n",
            ),
        ),
        Step("try_verify", f"{socert} verify --database {site.database}"),
    )


def _shown(site: wiring.Site, name: str) -> str:
    """A file of the installation's folder, as short as it can be typed."""
    path = site.home / name
    checkout = site.reference.parent
    return shlex.quote(str(path.relative_to(checkout) if path.is_relative_to(checkout) else path))


def _curl(url: str, *, key: str, body: str, more: str = "") -> str:
    return (
        f"curl -s {shlex.quote(url)} \\\n"
        f'  -H "Authorization: Bearer $(cat {key})" \\\n'
        f"  -H 'Content-Type: application/json' \\\n"
        f"{more}"
        f"  -d '{body}'"
    )


def _receipt(site: wiring.Site, *, now: datetime, capture: bool) -> str:
    """A receipt with bread and vodka, one thing a line."""
    # The beginning of the day: a command pasted again after a reload is still the same request.
    at = datetime.combine(now.astimezone(site.installation.zone), time.min, tzinfo=site.installation.zone)
    head = {
        "carrier": {"kind": "card", "number": _card(site.home / wiring.DEMO_RECIPIENT)},
        "receipt": "0001-000001",
        "at": at.isoformat(),
        "capture": capture,
    }
    lines = [
        {"position": place, "gtin": gtin, "name": name, "quantity": "1", "price": price, "amount": price}
        for place, (gtin, name, price) in enumerate((BREAD, VODKA), start=1)
    ]
    fields = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    shown = ",\n    ".join(map(_json, lines))
    return "{\n  " + ",\n  ".join([*fields, f'"lines": [\n    {shown}]']) + "}"


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()


def _card(recipient: Path) -> str:
    """The card of the person on the list: its last column."""
    return recipient.read_text(encoding="utf-8").splitlines()[-1].rpartition(";")[2]
