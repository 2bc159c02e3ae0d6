"""What people are told when a certificate is not issued or not changed."""

from collections.abc import Iterable, Sequence

from socert.domain import people
from socert.domain.certificates.model import (
    Certificate,
    ChangeRefusal,
    ChangeRefused,
    Event,
    ForgetRefusal,
    ForgetRefused,
    IssueRefusal,
    IssueRefused,
    Status,
)
from socert.values import Text, public_id

_HOLDS = {
    IssueRefusal.HOLDS_CURRENT_CERTIFICATE: Text(
        ru="У этого человека уже есть действующий сертификат по этой программе. Новый выдаётся после него.",
        en="This person holds a current certificate of this programme; a new one can be issued when it has ended.",
    ),
    IssueRefusal.FORMER_NOT_ENDED: Text(
        ru="Срок прежнего сертификата прошёл, но он ещё не закрыт. Пожалуйста, сначала завершите истёкшие сертификаты.",
        en="The former certificate's last day is over but it is not closed yet; please end expired certificates first.",
    ),
    IssueRefusal.WAITS_IN_QUEUE: Text(
        ru="Этот человек уже стоит в очереди по этой программе. Его место сохраняется.",
        en="This person waits in the queue of this programme already and keeps their place.",
    ),
    IssueRefusal.NUMBER_GIVEN_ALREADY: Text(
        ru="По решению о человеке с этим номером место уже дано раньше, этому человеку или другому. "
        "Пожалуйста, проверьте, чей это номер; при необходимости примите решение заново.",
        en="A place was given under this number already, to this person or another one; "
        "please check whose number it is and, if need be, decide again.",
    ),
    IssueRefusal.HOLDER_UNKNOWN: people.Refusal.RESIDENT_UNKNOWN.text,
    IssueRefusal.HOLDER_ERASED: people.Refusal.RESIDENT_ERASED.text,
}
_STATUS = {
    Status.ACTIVE: Text(ru="действует", en="active"),
    Status.BLOCKED: Text(ru="заблокирован", en="blocked"),
    Status.ENDED: Text(ru="завершён", en="ended"),
    Status.CANCELLED: Text(ru="отменён", en="cancelled"),
}
_EVENT = {
    Event.BLOCK: Text(ru="заблокировать", en="blocked"),
    Event.UNBLOCK: Text(ru="разблокировать", en="unblocked"),
    Event.END: Text(ru="завершить", en="ended"),
    Event.CANCEL: Text(ru="отменить", en="cancelled"),
}
_CHANGE = {
    ChangeRefusal.CERTIFICATE_UNKNOWN: Text(
        ru="Такого сертификата нет. Пожалуйста, проверьте его номер.",
        en="There is no such certificate; please check its number.",
    ),
    ChangeRefusal.REASON_UNUSABLE: Text(
        ru="Нужна причина, до 500 знаков. Пожалуйста, напишите её.",
        en="A reason of up to 500 characters is needed; please give one.",
    ),
    ChangeRefusal.REASON_NAMES_A_PERSON: Text(
        ru="В причине есть СНИЛС или номер карты. Пожалуйста, напишите её без личных данных.",
        en="The reason holds a SNILS or a card number; please write it without personal data.",
    ),
}


def no_version(programme: str) -> IssueRefused:
    """No version of the programme is in force."""
    return IssueRefused(
        IssueRefusal.NO_VERSION_IN_FORCE,
        Text(
            ru=f"Программа «{programme}» сегодня не действует. Пожалуйста, проверьте её обозначение и дату начала.",
            en=f"No version of the programme '{programme}' is in force today; please check its id and first day.",
        ),
    )


def decision_only(programme: str) -> IssueRefused:
    """The version in force confirms a right and gives nothing."""
    return IssueRefused(
        IssueRefusal.DECISION_ONLY,
        Text(
            ru=f"Программа «{programme}» только подтверждает право, сертификаты по ней не выдаются. "
            "Пожалуйста, выберите программу, у которой есть раздел certificate.",
            en=f"The programme '{programme}' only confirms a right and gives no certificates; "
            "please choose one whose file has a section certificate.",
        ),
    )


def amount_by_facts(programme: str) -> IssueRefused:
    """How much is given depends on facts, which only a decision knows."""
    return IssueRefused(
        IssueRefusal.AMOUNT_BY_FACTS,
        Text(
            ru=f"Сколько даёт программа «{programme}», зависит от фактов о человеке. "
            "Пожалуйста, сначала примите решение и выдайте по нему: certificates issue --from.",
            en=f"How much the programme '{programme}' gives depends on facts about a person; "
            "please decide first and issue by the decision: certificates issue --from.",
        ),
    )


def allowance_gone(gone: Iterable[str]) -> IssueRefused:
    """What was decided is no longer what the version in force gives."""
    listed = ", ".join(sorted(gone))
    return IssueRefused(
        IssueRefusal.ALLOWANCE_GONE,
        Text(
            ru=f"Действующая версия программы больше не даёт того, что было решено: {listed}. "
            "Пожалуйста, примите решение ещё раз по действующей версии.",
            en=f"The version in force no longer gives what was decided: {listed}; "
            "please decide again by the version in force.",
        ),
    )


def holds(code: IssueRefusal) -> Text:
    """The person has a certificate that stands in the way."""
    return _HOLDS[code]


def named_twice(code: IssueRefusal, *, first_line: int) -> Text:
    """A person or a card stands in the list twice."""
    if code is IssueRefusal.CARD_NAMED_TWICE:
        return Text(
            ru=f"Эта карта уже указана в строке {first_line} у другого человека. Пожалуйста, проверьте номер карты.",
            en=f"This card stands in line {first_line} for somebody else; please check the card's number.",
        )
    return Text(
        ru=f"Этот человек уже есть в строке {first_line}. Сертификат выдаётся один раз.",
        en=f"This person stands in line {first_line} already; a certificate is issued once.",
    )


def need_unknown(known: Iterable[str]) -> IssueRefused:
    """Something is named that the programme does not give by need; it may hold anything, so it is not repeated."""
    listed = ", ".join(sorted(known))
    if not listed:
        text = Text(
            ru="Эта программа ничего не даёт по нуждаемости. Пожалуйста, оставьте столбец need пустым.",
            en="This programme gives nothing by need; please leave the column need empty.",
        )
    else:
        text = Text(
            ru=f"В столбце need названо то, чего программа не даёт. По нуждаемости она даёт: {listed}.",
            en=f"The column need names something the programme does not give; by need it gives: {listed}.",
        )
    return IssueRefused(IssueRefusal.NEED_UNKNOWN, text)


def nothing_to_give(known: Iterable[str]) -> IssueRefused:
    """Without a need the certificate would be empty."""
    listed = ", ".join(sorted(known))
    return IssueRefused(
        IssueRefusal.NOTHING_TO_GIVE,
        Text(
            ru=f"Сертификат был бы пуст: не указано, что нужно человеку. Укажите в столбце need: {listed}.",
            en=f"The certificate would be empty as no need is named; please name some in the column need: {listed}.",
        ),
    )


def forget_refused(current: Sequence[Certificate]) -> ForgetRefused:
    """The person has certificates that have to end first."""
    named = ", ".join(public_id("cert", one.lane, one.id) for one in current)
    return ForgetRefused(
        ForgetRefusal.HOLDS_CERTIFICATES,
        Text(
            ru=f"У этого человека есть действующие сертификаты: {named}. "
            "Данные можно удалить, когда они закончатся или будут отменены.",
            en=f"This person holds certificates that have not ended: {named}. "
            "Who they are can be erased once these have ended or been cancelled.",
        ),
        tuple(one.id for one in current),
    )


def change_refused(code: ChangeRefusal) -> ChangeRefused:
    """Nothing is changed, and why."""
    return ChangeRefused(code, _CHANGE[code])


def transition_refused(status: Status, event: Event) -> ChangeRefused:
    """The event cannot happen in this status."""
    return ChangeRefused(
        ChangeRefusal.TRANSITION_IMPOSSIBLE,
        Text(
            ru=f"Сертификат {_STATUS[status].ru}, поэтому {_EVENT[event].ru} его нельзя.",
            en=f"The certificate is {_STATUS[status].en} and so it cannot be {_EVENT[event].en}.",
        ),
    )
