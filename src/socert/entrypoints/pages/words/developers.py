"""Words of the page for those who connect tills."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "developers": Text(ru="Подключить кассу", en="Connect a till"),
    "developers_lead": Text(
        ru="Касса спрашивает по HTTP и получает ответ по каждой позиции чека. Всё, что нужно, на этой странице.",
        en="A till asks over HTTP and is answered line by line. All that is needed is on this page.",
    ),
    "developers_till": Text(ru="Касса на тридцати строках Python", en="A till in thirty lines of Python"),
    "developers_till_text": Text(
        ru="Сохраните её как till.py. Нужен только Python и ключ кассы. Цены в копейках. Без ответа касса спрашивает "
        "снова с тем же Idempotency-Key: деньги спишутся один раз.",
        en="Save it as till.py. It needs Python and a till's key. Prices are kopecks. Without an answer it asks again "
        "with the same Idempotency-Key: money moves once.",
    ),
    "developers_run": Text(ru="Запустить", en="Run it"),
    "developers_rules": Text(ru="Пять правил", en="Five rules"),
    "developers_rule_key": Text(
        ru="Ключ кассы — в заголовке Authorization: Bearer. Его показывают один раз, когда выдают.",
        en="The till's key goes into the header Authorization: Bearer. It is shown once, when it is given out.",
    ),
    "developers_rule_idempotency": Text(
        ru="У каждой операции свой Idempotency-Key, у повтора — тот же самый: ответ придёт тот же, байт в байт.",
        en="Each operation has its own Idempotency-Key, a repeat the same one: the answer is the same, to the byte.",
    ),
    "developers_rule_decline": Text(
        ru="Отказ — это ответ 200 с причиной по каждой позиции, а не ошибка. Причину можно прочитать покупателю.",
        en="A decline is an answer, 200 with a reason a line, not an error. The reason can be read to the buyer.",
    ),
    "developers_rule_problem": Text(
        ru="Ошибки — application/problem+json (RFC 9457) с постоянным code. После 429 и 503 ждите Retry-After секунд.",
        en="Errors are application/problem+json (RFC 9457), their code is stable. After 429 and 503 wait Retry-After.",
    ),
    "developers_rule_sums": Text(
        ru="Суммы — целые копейки, количества — текст («0.350»), штрихкоды — текст с ведущими нулями.",
        en="Sums are whole kopecks, quantities text (“0.350”), barcodes text with their leading zeros.",
    ),
    "reference": Text(ru="Справочник API", en="API reference"),
    "reference_download": Text(
        ru="Тот же справочник для программ: OpenAPI 3.1", en="The same for programs: OpenAPI 3.1"
    ),
    "reference_roles": Text(ru="Кому можно", en="Who may"),
    "reference_anyone": Text(ru="всем", en="anybody"),
    "reference_parameters": Text(ru="Параметры", en="Parameters"),
    "reference_body": Text(ru="Тело запроса", en="Request body"),
    "reference_answers": Text(ru="Ответы", en="Answers"),
    "reference_name": Text(ru="Имя", en="Name"),
    "reference_where": Text(ru="Где", en="Where"),
    "reference_kind": Text(ru="Вид", en="Kind"),
    "reference_meaning": Text(ru="Что это", en="Meaning"),
    "reference_required": Text(ru="обязательно", en="required"),
    "reference_status": Text(ru="Код", en="Status"),
    "reference_shapes": Text(ru="Структуры", en="Shapes"),
    "reference_english": Text(
        ru="Пояснения справочника — на английском, как имена полей.",
        en="The notes are in English, as are the fields' names.",
    ),
}
