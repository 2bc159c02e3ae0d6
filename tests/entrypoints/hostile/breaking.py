"""Ways to break a good request so that it can never be carried out, chosen by a random generator."""

import json
import random
from collections.abc import Callable
from typing import Any

from given.city import ANNA_CARD
from given.serving import Json, line, receipt
from given.wires import request

PATHS = (
    "/api/v1/authorisations",
    "/api/v1/authorisations/auth_0000000000000000000000000000000000/capture",
    "/api/v1/authorisations/auth_0000000000000000000000000000000000/void",
    "/api/v1/authorisations/by-key/k/void",
    "/api/v1/captures/capt_0000000000000000000000000000000000/refunds",
    "/api/v1/quotes",
    "/api/v1/balances",
    "/api/v1/confirmations",
)
_AUTHORISE, _KEYED = PATHS[0], PATHS[:5]
_JUNK: tuple[Any, ...] = (
    None, True, -1, 1.5, 10**30, "", "\x00", "a" * 1_000, [], {}, [[]], {"a": {}}, "9" * 5_000, [None] * 500, "\ud800",
)  # fmt: skip
_WORDS = tuple(line()) + tuple(receipt(ANNA_CARD))


def broken_request(chance: random.Random, *, till_key: str) -> bytes:
    """The bytes of a request that no server may carry out, whether its body, its head or its form is broken."""
    return chance.choice(_WAYS)(chance, till_key)


def _good() -> Json:
    return receipt(ANNA_CARD, line(1, amount=100), line(2, amount=200))


def _wrong_value(chance: random.Random, till_key: str) -> bytes:
    """A field of another type, or far out of its range; a name, a unit and the like may be almost any text."""
    body = _good()
    holder, name = chance.choice(
        [(body, one) for one in ("carrier", "receipt", "at", "capture", "lines")]
        + [(body["carrier"], one) for one in ("kind", "number")]
        + [(body["lines"][chance.randrange(2)], one) for one in ("position", "quantity", "price", "discount", "amount")]
    )
    junk = chance.choice(_JUNK)
    holder[name] = [junk] if name == "capture" or (name == "receipt" and isinstance(junk, str)) else junk
    return _asked(chance, till_key, _bytes(body))


def _unknown_field(chance: random.Random, till_key: str) -> bytes:
    body = _good()
    holder = chance.choice([body, body["carrier"], body["lines"][0]])
    holder[chance.choice(_WORDS) + chance.choice(("x", "\x00", "é", "."))] = chance.choice(_JUNK)
    return _asked(chance, till_key, _bytes(body))


def _missing_field(chance: random.Random, till_key: str) -> bytes:
    body = _good()
    holder, names = chance.choice(
        [(body, ("carrier", "receipt", "at", "lines")), (body["lines"][0], ("position", "quantity", "price", "amount"))]
    )
    del holder[chance.choice(names)]
    return _asked(chance, till_key, _bytes(body))


def _cut_body(chance: random.Random, till_key: str) -> bytes:
    body = _bytes(_good())
    return _asked(chance, till_key, body[: chance.randrange(1, len(body) - 1)], paths=PATHS)


def _noise(chance: random.Random, till_key: str) -> bytes:
    first = chance.choice((b"\xff", b"\x00", b"{", b"[", b'"', b"-", b"1e", b"nul", b"\xef\xbb\xbf{"))
    return _asked(chance, till_key, first + chance.randbytes(chance.randrange(40)) + b"\xfe", paths=PATHS)


def _deep(chance: random.Random, till_key: str) -> bytes:
    return _asked(chance, till_key, chance.choice((b"[", b'{"a":')) * chance.randrange(1, 20_000), paths=PATHS)


def _bad_head(chance: random.Random, till_key: str) -> bytes:
    body = _bytes(_good())
    path = chance.choice(PATHS)
    match chance.randrange(6):
        case 0:
            return request(
                body, path=path, till_key=chance.choice(("", "x", till_key[:-1], till_key + "0", "\xff" * 40))
            )
        case 1:
            return request(body, path=chance.choice(_KEYED), till_key=till_key, key="k" * 256)
        case 2:
            return request(body, path=chance.choice(_KEYED), till_key=till_key, key=chance.choice(("", "\xe9", "a\tb")))
        case 3:
            return request(
                body, path=path, till_key=till_key, method=chance.choice(("PATCH", "DELETE", "TRACE", "BREW"))
            )
        case 4:
            strange = "/api/v1/authorisations" + chance.choice(
                ("/", "//", "/%2e%2e/x", "/x/capture/", "/%00/void", "?")
            )
            return request(body[:-1], path=strange, till_key=till_key)
        case _:
            kind = request(body, path=chance.choice(_KEYED), till_key=till_key)
            return kind.replace(b"application/json", chance.choice((b"text/plain", b"application/xml", b"\xff", b"")))


def _bad_form(chance: random.Random, till_key: str) -> bytes:
    """No HTTP, or one of the tricks by which two servers read two different requests; it never ends as a good one."""
    whole = request(_bytes(_good()), path=chance.choice(PATHS), till_key=till_key)
    match chance.randrange(6):
        case 0:
            return chance.randbytes(chance.randrange(1, 200)) + b"\r\n\r\n"
        case 1:
            return whole.replace(b"HTTP/1.1", chance.choice((b"HTTP/3.7", b"", b"http/1.1", b"HTTP/1.1 x")))
        case 2:
            return whole.replace(b"content-length: ", b"content-length: -")
        case 3:
            return whole.replace(b"host: x", b"transfer-encoding: chunked\r\nhost: x")
        case 4:
            return whole.replace(b"content-type", b"content-length: 3\r\ncontent-type")
        case _:
            return whole.replace(b"host: x", chance.choice((b"ho st: x", b": x", b"host\x00: x", b"host: \x01")))


def _asked(chance: random.Random, till_key: str, body: bytes, paths: tuple[str, ...] = (_AUTHORISE,)) -> bytes:
    key = str(chance.getrandbits(64))
    return request(body, path=chance.choice(paths), till_key=till_key, key=key)


def _bytes(body: Json) -> bytes:
    return json.dumps(body).encode()


_WAYS: tuple[Callable[[random.Random, str], bytes], ...] = (
    *(_wrong_value, _unknown_field, _missing_field, _cut_body, _noise, _deep, _bad_head, _bad_form),
)
