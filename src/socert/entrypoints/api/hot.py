"""The hot door: authorise, capture, void, refund. The server's front calls it, and so does the router behind."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Iterable, Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote
from uuid import UUID

import msgspec
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from socert.domain import access, people, purchases
from socert.domain.purchases import Authorise, Capture, Question, Refund, Refused, Stored, Void, VoidByKey
from socert.entrypoints.api import problems
from socert.entrypoints.api.desk import Desk
from socert.entrypoints.api.headers import check_content_type, check_key, idempotency_key
from socert.entrypoints.api.presented import Presented
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.reading import (
    body_digest,
    decoder,
    read_carrier,
    read_confirmations,
    read_instant,
    read_lines,
    read_parts,
    unconfirmed,
)
from socert.entrypoints.api.replying import (
    KEY_HEADER,
    KNOWN_FAILURES,
    REPLAYED,
    Headers,
    Reply,
    read_headers,
    refusal_of,
    refuse,
)
from socert.entrypoints.api.requests import (
    AuthorisationRequest,
    BatchAnswer,
    BatchedAnswer,
    BatchedRequest,
    BatchRequest,
    CaptureRequest,
    CarrierOnlyRequest,
    RefundRequest,
    VoidRequest,
)
from socert.postgres import DatabaseIsAway, UnableToAnswer, Waiter
from socert.values import key_digest, parse_public_id

Scope: TypeAlias = Mapping[str, Any]

ROLES = frozenset({access.Role.TILL})
PREFIX = "/api/v1/authorisations"
CAPTURES = "/api/v1/captures"
BODY_BYTES_MAX = 256 * 1024
#: As sent: only a key may be percent-encoded.
_PATH = re.compile(
    re.escape(PREFIX)
    + r"(?:/by-key/(?P<key>[^/]+)/void|/(?P<id>[A-Za-z0-9_-]+)/(?P<verb>capture|void))?"
    + "|"
    + re.escape(CAPTURES)
    + r"/(?P<capture>[A-Za-z0-9_-]+)/refunds"
)
BATCH = PREFIX + ":batch"
#: Of a whole batch; each of its requests has the limit of a single one.
BATCH_BYTES_MAX = 4 * 1024 * 1024


class _Covered(msgspec.Struct, frozen=True):
    covered: int


_log = logging.getLogger(__name__)
_read_covered = msgspec.json.Decoder(_Covered).decode
_read_authorisation = decoder(AuthorisationRequest)
_read_capture = decoder(CaptureRequest)
_read_void = decoder(VoidRequest)
_read_refund = decoder(RefundRequest)
_read_carrier_only = decoder(CarrierOnlyRequest)
_read_batch = decoder(BatchRequest)
_encode = msgspec.json.Encoder().encode


def is_hot(path: str) -> bool:
    """Whether a POST to this path, as it was sent, moves money and so belongs to this door."""
    return path in (PREFIX, BATCH) or _PATH.fullmatch(path) is not None


def bytes_max(path: str) -> int:
    """How large a body to this path may be."""
    return BATCH_BYTES_MAX if path == BATCH else BODY_BYTES_MAX


def route_of(path: str) -> str:
    """The form of a hot path, as the description names it: what may be counted and logged."""
    if path in (PREFIX, BATCH):
        return path
    match = _PATH.fullmatch(path)
    assert match is not None
    if match["key"] is not None:
        return PREFIX + "/by-key/{key}/void"
    if match["verb"] is not None:
        return PREFIX + "/{authorisation}/" + match["verb"]
    return CAPTURES + "/{capture}/refunds"


def sent_path(scope: Scope) -> str:
    """The path as it was sent, nothing decoded: an encoded letter must not change what is asked."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")


class HotDoor:
    """Answers the POSTs that move money."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, path: str, sent: Iterable[tuple[bytes, bytes]], body: bytes) -> Reply:
        """Admit, read, ask, show. Every refusal is a problem; nothing escapes."""
        headers = read_headers(sent)
        try:
            if path == BATCH:
                return await self._answer_batch(headers, body)
            asked = self.ask(path, headers, body)
            return await self._answer(path, headers, body) if asked is None else self.show(await asked)
        except KNOWN_FAILURES as failure:
            return self.refuse(failure, headers)

    def refuse(self, failure: Exception, headers: Headers) -> Reply:
        """What a caller is told of one of the known failures; the watch and the log learn of it too."""
        if isinstance(failure, (DatabaseIsAway, OperationalError, PoolTimeout)):
            self._desk.watch.suspect()
        if isinstance(failure, UnableToAnswer):
            _log.error("a question cannot be answered", exc_info=failure.__cause__)
        return refuse(refusal_of(failure), headers)

    def show(self, answer: purchases.AnsweredTo) -> Reply:
        """What was decided, as a reply, and counted.

        Raises:
            Refusal: nothing was.
        """
        match answer:
            case Stored():
                self._desk.tally.answered(answer.body, is_replay=answer.is_replay)
                return Reply(200, answer.body.encode(), headers=REPLAYED if answer.is_replay else ())
            case Refused():
                raise Refusal(problems.problem_of(answer.code))

    def ask(self, path: str, headers: Headers, body: bytes) -> "asyncio.Future[purchases.AnsweredTo] | None":
        """Put a request in the queue; a future for its answer, None where something has to be looked up."""
        future: asyncio.Future[purchases.AnsweredTo] = asyncio.get_running_loop().create_future()
        return future if self.put(path, headers, body, future) else None

    def put(self, path: str, headers: Headers, body: bytes, waiter: Waiter[purchases.AnsweredTo]) -> bool:
        """Put a request in the queue at once where nothing has to be looked up first; whether it waits there now.

        Raises:
            Refusal: why it asks nothing.
            QueueIsFull: nothing was taken.
        """
        grant = self._desk.admit_known(headers.get(b"authorization", b"").decode("latin-1"), ROLES)
        if path != PREFIX or grant is None or self._desk.lanes > 1:
            return False
        self._desk.charge(grant)
        self._desk.expect_database()
        assert grant.till is not None
        key = key_digest(scope=_scope(grant.till), key=idempotency_key(headers))
        check_content_type(headers)
        request = _read_authorisation(body)
        if request.confirmation is not None or self._desk.may_need_code(request):
            self._desk.limiter.give_back(grant)  # it is counted where it is looked up
            return False
        lines = read_lines(request)
        presented = read_carrier(request.carrier, secret=self._desk.card_secret)
        if presented.is_sheet:
            self._desk.limiter.give_back(grant)
            return False  # whether a code can be sent has to be looked up
        question = Authorise(
            self._desk.new_id(),
            key,
            body_digest("authorise", request),
            grant.till,
            grant.credential,
            presented.card,
            request.receipt,
            read_instant(request.at),
            request.capture,
            lines,
            qr_step=presented.qr_step,
        )
        self._desk.queues[0].put(question, waiter)
        return True

    async def _answer_batch(self, headers: Headers, body: bytes) -> Reply:
        """Each request of a batch is answered as if it had come alone; the batch's own key admits it."""
        grant = await self._desk.admit(headers.get(b"authorization", b"").decode("latin-1"), ROLES)
        check_content_type(headers)
        operations = _read_batch(body).operations
        self._desk.limiter.give_back(grant)  # each of its requests is counted, not the batch beside them
        replies = await asyncio.gather(*[self._begin(one, headers) for one in operations])
        answers = [BatchedAnswer(one.status, msgspec.Raw(one.body), one.is_replay) for one in replies]
        return Reply(200, _encode(BatchAnswer(answers)))

    def _begin(self, one: BatchedRequest, headers: Headers) -> "Awaitable[Reply]":
        """Ask for one of a batch in its turn: those that need nothing looked up wait in the queue in their order."""
        own = {**headers, KEY_HEADER: one.idempotency_key.encode("utf-8", "surrogatepass")}
        if one.authorization is not None:
            own[b"authorization"] = one.authorization.encode("latin-1", "replace")
        path, body = PREFIX.removesuffix("/authorisations") + one.path, bytes(one.body)
        if path == BATCH or not is_hot(path):
            return _settled(refuse(Refusal(Problem.NOT_FOUND), own))
        if len(body) > BODY_BYTES_MAX:
            return _settled(refuse(Refusal(Problem.BODY_TOO_LARGE), own))
        try:
            asked = self.ask(path, own, body)
        except KNOWN_FAILURES as failure:
            return _settled(self.refuse(failure, own))
        return self.answer(path, own.items(), body) if asked is None else self._shown(asked, own)

    async def _shown(self, asked: "asyncio.Future[purchases.AnsweredTo]", headers: Headers) -> Reply:
        try:
            return self.show(await asked)
        except KNOWN_FAILURES as failure:
            return self.refuse(failure, headers)

    async def question(self, path: str, headers: Headers, body: bytes) -> tuple[int, Question]:
        """What a request asks, admitted and read, and the lane that decides it.

        Raises:
            Refusal: why it asks nothing.
        """
        grant = await self._desk.admit(headers.get(b"authorization", b"").decode("latin-1"), ROLES)
        self._desk.expect_database()
        key = idempotency_key(headers)
        check_content_type(headers)
        return await self._read(path, grant=grant, key=key, body=body)

    async def _answer(self, path: str, headers: Headers, body: bytes) -> Reply:
        lane, question = await self.question(path, headers, body)
        answer = await self._desk.queues[lane].ask(question)
        await self._release_code(question, answer)
        return self.show(answer)

    async def _read(self, path: str, *, grant: access.Grant, key: str, body: bytes) -> tuple[int, Question]:
        """The lane that decides and the question."""
        till = grant.till
        assert till is not None
        scope = _scope(till)
        asked = {
            "id": self._desk.new_id(),
            "key": key_digest(scope=scope, key=key),
            "till": till,
            "credential": grant.credential,
        }
        match = _PATH.fullmatch(path)
        if match is None:
            raise Refusal(Problem.NOT_FOUND)
        if match["key"] is not None:
            return await self._read_void_by_key(asked, scope, unquote(match["key"]), body)
        if match["verb"] is not None:
            return self._read_movement(asked, match["id"], match["verb"], body)
        if match["capture"] is not None:
            return await self._read_refund(asked, match["capture"], body)
        return await self._read_authorise(asked, body)

    async def _read_authorise(self, asked: dict[str, Any], body: bytes) -> tuple[int, Question]:
        request = _read_authorisation(body)
        presented = read_carrier(request.carrier, secret=self._desk.card_secret)
        lines = read_lines(request)
        lane = await self._desk.lane_of_card(presented.card)
        question = Authorise(
            **asked,
            body=body_digest("authorise", unconfirmed(request)),
            card=presented.card,
            receipt=request.receipt,
            till_at=read_instant(request.at),
            capture=request.capture,
            lines=lines,
            confirmation=await self._confirmation(request, presented, lane=lane, key=asked["key"]),
            qr_step=presented.qr_step,
        )
        return lane, question

    async def _confirmation(
        self, request: AuthorisationRequest, presented: Presented, *, lane: int, key: UUID
    ) -> purchases.Confirmation:
        """What the buyer confirmed with is worth; under a key that was answered before it is not looked at again."""
        given = read_confirmations(request)
        if given:
            known = await self._desk.transact(lambda conn: purchases.read_number_by_key(conn, lane=lane, key=key))
            if known is not None:
                return purchases.UNCONFIRMED
        total = sum(line.amount for line in request.lines)
        return await self._desk.confirmations.confirm(given, presented, total=total, purchase=key, desk=self._desk)

    async def _release_code(self, question: Question, answer: purchases.AnsweredTo) -> None:
        """A code is used up by the purchase it confirms; one that was not paid lets it go."""
        if not isinstance(question, Authorise) or question.confirmation.code is not purchases.Confirmed.RIGHT:
            return
        if isinstance(answer, Stored) and _read_covered(answer.body).covered:
            return
        card, key = question.card, question.key
        await self._desk.transact(lambda conn: people.release_code(conn, card=card, purchase=key))

    async def _read_void_by_key(self, asked: dict[str, Any], scope: str, key: str, body: bytes) -> tuple[int, Question]:
        request = _read_carrier_only(body)
        # However old a QR is: voiding moves nothing out, and a till voids when it can.
        card = read_carrier(request.carrier, secret=self._desk.card_secret).card
        check_key(key)
        target = key_digest(scope=scope, key=key)
        question = VoidByKey(**asked, body=body_digest("void-by-key", key, request), target=target, card=card)
        lane = await self._desk.lane_of_key(target, otherwise=await self._desk.lane_of_card(card))
        return lane, question

    async def _read_refund(self, asked: dict[str, Any], target: str, body: bytes) -> tuple[int, Question]:
        request = _read_refund(body)
        lines, till_at = read_parts(request.lines), read_instant(request.at)
        parsed = parse_public_id("capt", target)
        if parsed is None or parsed[0] >= self._desk.lanes:
            raise Refusal(Problem.CAPTURE_NOT_FOUND)
        lane, capture = parsed
        # Whose capture it is never changes, so this may be read before the question waits for its batch.
        authorisation = await self._desk.transact(
            lambda conn: purchases.read_captured(conn, lane=lane, capture=capture)
        )
        if authorisation is None:
            raise Refusal(Problem.CAPTURE_NOT_FOUND)
        question = Refund(
            **asked,
            body=body_digest("refund", capture, request),
            authorisation=authorisation,
            capture=capture,
            receipt=request.receipt,
            till_at=till_at,
            lines=lines,
        )
        return lane, question

    def _read_movement(self, asked: dict[str, Any], target: str, verb: str, body: bytes) -> tuple[int, Question]:
        if verb == "void":
            _read_void(body)
            lane, authorisation = read_authorisation_id(target, lanes=self._desk.lanes)
            return lane, Void(**asked, body=body_digest(verb, authorisation), authorisation=authorisation)
        request = _read_capture(body)
        lines = read_parts(request.lines or ())
        lane, authorisation = read_authorisation_id(target, lanes=self._desk.lanes)
        question = Capture(
            **asked,
            body=body_digest(verb, authorisation, request),
            authorisation=authorisation,
            lines=lines,
            is_final=request.final,
        )
        return lane, question


async def _settled(reply: Reply) -> Reply:
    return reply


def read_authorisation_id(text: str, *, lanes: int) -> tuple[int, UUID]:
    """Lane and number of an `auth_…` id; anything else is not found."""
    parsed = parse_public_id("auth", text)
    if parsed is None or parsed[0] >= lanes:
        raise Refusal(Problem.AUTHORISATION_NOT_FOUND)
    return parsed


def scope_of(grant: access.Grant) -> str:
    """Within what an idempotency key is one of a kind: the till."""
    assert grant.till is not None
    return _scope(grant.till)


def _scope(till: int) -> str:
    return f"till:{till}"
