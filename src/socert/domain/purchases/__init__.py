"""May this basket be paid? Authorise, capture, void, refund: decided in batches, line by line, once per key.

What it promises: every line is answered with a reason; money is taken once, however often it is asked for; a decline is
an answer, kept and repeated; what is acknowledged is durable.
"""

from socert.domain.purchases.actions.directory import allowance_rule, load_directory, rule_of
from socert.domain.purchases.actions.explaining import GoodExplained, explain_goods
from socert.domain.purchases.actions.foreseeing import Wish, foresee
from socert.domain.purchases.actions.looking import (
    DayAnswer,
    balances,
    find_authorisation,
    find_authorisation_by_key,
    find_by_receipt,
    quote,
    report_day,
)
from socert.domain.purchases.actions.remembering import receipt_of, remembered
from socert.domain.purchases.actions.writing import DirectoryKeeper, LockedBatch, PurchaseWork
from socert.domain.purchases.model.answered import (
    CAPTURE_NOT_FOUND,
    CARRIER_DIFFERS,
    KEY_REUSED,
    NOT_FOUND,
    REASON_ANSWERS,
    AnsweredTo,
    AuthorisationAnswer,
    BalanceAnswer,
    MovementAnswer,
    ReasonAnswer,
    RefundAnswer,
    Refused,
    Stored,
)
from socert.domain.purchases.model.asked import (
    UNCONFIRMED,
    AskedPart,
    Authorise,
    Capture,
    Confirmation,
    Confirmed,
    Question,
    ReceiptLine,
    Refund,
    Sweep,
    Void,
    VoidByKey,
)
from socert.domain.purchases.model.cases import Case, CaseAnswer, CaseFlaw
from socert.domain.purchases.model.known import (
    Account,
    AllowanceRule,
    Carrier,
    Directory,
    OptionRule,
    Place,
    State,
    TillPlace,
    VersionRules,
)
from socert.domain.purchases.model.reasons import SENTENCES, Reason
from socert.domain.purchases.model.remembered import (
    LineBought,
    Moment,
    Receipt,
    ReceiptLineShown,
    Remembered,
    RememberedKind,
)
from socert.domain.purchases.model.shown import AuthorisationView
from socert.domain.purchases.rules.batch import decide_batch
from socert.domain.purchases.rules.cases import Posed, decide_case, pose_case
from socert.domain.purchases.store import (
    read_captured,
    read_carrier_lanes,
    read_directory_number,
    read_lane_of_key,
    read_number_by_key,
    read_overdue,
)

__all__ = [
    "CAPTURE_NOT_FOUND",
    "CARRIER_DIFFERS",
    "KEY_REUSED",
    "NOT_FOUND",
    "REASON_ANSWERS",
    "SENTENCES",
    "UNCONFIRMED",
    "Account",
    "AllowanceRule",
    "AnsweredTo",
    "AskedPart",
    "AuthorisationAnswer",
    "AuthorisationView",
    "Authorise",
    "BalanceAnswer",
    "Capture",
    "Carrier",
    "Case",
    "CaseAnswer",
    "CaseFlaw",
    "Confirmation",
    "Confirmed",
    "DayAnswer",
    "Directory",
    "DirectoryKeeper",
    "GoodExplained",
    "LineBought",
    "LockedBatch",
    "Moment",
    "MovementAnswer",
    "OptionRule",
    "Place",
    "Posed",
    "PurchaseWork",
    "Question",
    "Reason",
    "ReasonAnswer",
    "Receipt",
    "ReceiptLine",
    "ReceiptLineShown",
    "Refund",
    "RefundAnswer",
    "Refused",
    "Remembered",
    "RememberedKind",
    "State",
    "Stored",
    "Sweep",
    "TillPlace",
    "VersionRules",
    "Void",
    "VoidByKey",
    "Wish",
    "allowance_rule",
    "balances",
    "decide_batch",
    "decide_case",
    "explain_goods",
    "find_authorisation",
    "find_authorisation_by_key",
    "find_by_receipt",
    "foresee",
    "load_directory",
    "pose_case",
    "quote",
    "read_captured",
    "read_carrier_lanes",
    "read_directory_number",
    "read_lane_of_key",
    "read_number_by_key",
    "read_overdue",
    "receipt_of",
    "remembered",
    "report_day",
    "rule_of",
]
