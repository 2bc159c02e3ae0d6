"""Problems as the API tells them (RFC 9457): the one module that turns refusals into HTTP status codes."""

from enum import Enum

import msgspec

from socert.values import Language, Text


class Problem(Enum):
    """Every problem with its stable code (the name in lower case), its status and its words."""

    MALFORMED_JSON = (400, Text(ru="Запрос не удалось прочитать: это не JSON.", en="The request is not JSON."))
    MALFORMED_HTTP = (400, Text(ru="Это не запрос HTTP.", en="This is not an HTTP request."))
    IDEMPOTENCY_KEY_MISSING = (
        400,
        Text(
            ru="Нужен заголовок Idempotency-Key: новый для каждой операции и тот же самый при повторе.",
            en="The header Idempotency-Key is required: a new one for each operation, the same one for a repeat.",
        ),
    )
    IDEMPOTENCY_KEY_INVALID = (
        400,
        Text(
            ru="Idempotency-Key — от 1 до 255 печатных знаков ASCII.",
            en="An Idempotency-Key is 1 to 255 printable ASCII characters.",
        ),
    )
    KEY_NOT_ACCEPTED = (
        401,
        Text(
            ru="Ключ доступа не принят. Пришлите действующий ключ в заголовке Authorization: Bearer.",
            en="The access key is not accepted. Send a valid one in the header Authorization: Bearer.",
        ),
    )
    ROLE_NOT_ALLOWED = (
        403,
        Text(ru="Этому ключу сюда нельзя: у него другая роль.", en="This key has another role and may not do this."),
    )
    NOT_FOUND = (404, Text(ru="Здесь ничего нет.", en="There is nothing here."))
    AUTHORISATION_NOT_FOUND = (
        404,
        Text(
            ru="Такой авторизации у вашей организации нет.",
            en="Your organisation has no such authorisation.",
        ),
    )
    CAPTURE_NOT_FOUND = (
        404,
        Text(
            ru="Такой покупки у вашей организации нет.",
            en="Your organisation has no such capture.",
        ),
    )
    METHOD_NOT_ALLOWED = (405, Text(ru="Этот метод здесь не работает.", en="This method does not work here."))
    REQUEST_TOO_SLOW = (
        408,
        Text(
            ru="Запрос шёл слишком долго и не выполнен. Повторите с тем же Idempotency-Key.",
            en="The request took too long to arrive and was not carried out. Repeat it with the same Idempotency-Key.",
        ),
    )
    BODY_TOO_LARGE = (413, Text(ru="Запрос больше 256 КиБ.", en="The request is larger than 256 KiB."))
    NOT_JSON = (
        415,
        Text(ru="Принимается только application/json.", en="Only application/json is accepted."),
    )
    INVALID_REQUEST = (
        422,
        Text(ru="В запросе есть ошибки, они перечислены в errors.", en="The request has errors, listed in errors."),
    )
    IDEMPOTENCY_KEY_REUSED = (
        422,
        Text(
            ru="Этот Idempotency-Key уже был с другим содержанием. Для новой операции нужен новый ключ.",
            en="This Idempotency-Key was used with another body. A new operation needs a new key.",
        ),
    )
    CARRIER_DIFFERS = (
        422,
        Text(ru="Покупка была по другой карте.", en="The purchase was made with another card."),
    )
    TOO_MANY_CODES = (
        429,
        Text(
            ru="Кодов запросили слишком много для этой карты или с этой кассы. Подождите до часа, пожалуйста.",
            en="Too many codes were asked for this card or by this till. Please wait for up to an hour.",
        ),
    )
    TOO_MANY_REQUESTS = (
        429,
        Text(
            ru="Слишком много запросов с этой кассы. Повторите с тем же Idempotency-Key через Retry-After секунд.",
            en="Too many requests by this till. Repeat with the same Idempotency-Key after Retry-After seconds.",
        ),
    )
    HEADERS_TOO_LARGE = (
        431,
        Text(ru="Заголовки запроса больше 16 КиБ или их больше ста.", en="More than 16 KiB or a hundred headers."),
    )
    INTERNAL_ERROR = (
        500,
        Text(
            ru="Что-то сломалось у нас, не у вас. Повторите запрос с тем же Idempotency-Key.",
            en="Something broke on our side. Repeat the request with the same Idempotency-Key.",
        ),
    )
    OVERLOADED = (
        503,
        Text(
            ru="Сейчас слишком много запросов. Повторите через секунду с тем же Idempotency-Key.",
            en="Too many requests at the moment. Repeat in a second with the same Idempotency-Key.",
        ),
    )
    DATABASE_AWAY = (
        503,
        Text(
            ru="База данных не отвечает. Повторите через несколько секунд с тем же Idempotency-Key.",
            en="The database does not answer. Repeat in a few seconds with the same Idempotency-Key.",
        ),
    )

    def __init__(self, status: int, words: Text) -> None:
        self.status = status
        self.words = words

    @property
    def code(self) -> str:
        """The stable code clients may rely on."""
        return self.name.lower()


class FieldError(msgspec.Struct, frozen=True):
    """What is wrong with a field; `pointer` is a JSON pointer (RFC 6901) into the request."""

    pointer: str
    code: str
    detail: str


class Refusal(Exception):
    """A request that ends in a problem."""

    def __init__(
        self, problem: Problem, errors: tuple[FieldError, ...] = (), *, retry_after: int | None = None
    ) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.errors = errors
        is_passing = problem.status == Problem.OVERLOADED.status
        #: Seconds after which it is worth asking again, where asking again may help.
        self.retry_after = RETRY_AFTER_SECONDS if is_passing and retry_after is None else retry_after


class ProblemDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of a problem, application/problem+json."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[FieldError, ...] = ()


_encode = msgspec.json.Encoder().encode

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 1


def document(refusal: Refusal, *, language: Language) -> ProblemDocument:
    """The problem in the caller's language."""
    problem = refusal.problem
    return ProblemDocument(
        type=f"urn:socert:problem:{problem.code}",
        title=problem.words.en,
        status=problem.status,
        code=problem.code,
        detail=problem.words.in_language(language),
        errors=refusal.errors,
    )


def encode(refusal: Refusal, *, language: Language) -> bytes:
    """The same, as the bytes that are sent."""
    return _encode(document(refusal, language=language))


def language_of(accept_language: str) -> Language:
    """The language a caller prefers: English when it is named first, else Russian."""
    return Language.EN if accept_language.strip().lower().startswith("en") else Language.RU


def problem_of(code: str) -> Problem:
    """The problem of a domain refusal's code."""
    return Problem[code.upper()]
