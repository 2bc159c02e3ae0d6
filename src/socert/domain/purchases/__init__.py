"""May this basket be paid? Authorise, capture, void: decided in batches, line by line, once per key.

What it promises: every line is answered with a reason; money is taken once, however often it is asked for; a decline is
an answer, kept and repeated; what is acknowledged is durable.
"""

from socert.domain.purchases.actions.directory import allowance_rule, load_directory
from socert.domain.purchases.actions.explaining import GoodExplained, explain_goods
from socert.domain.purchases.actions.looking import (
    AuthorisationView,
    DayAnswer,
    balances,
    find_authorisation,
    find_authorisation_by_key,
    quote,
    report_day,
)
from socert.domain.purchases.actions.writing import DirectoryKeeper, LockedBatch, PurchaseWork
from socert.domain.purchases.model.answered import (
    CARRIER_DIFFERS,
    KEY_REUSED,
    NOT_FOUND,
    REASON_ANSWERS,
    AnsweredTo,
    AuthorisationAnswer,
    BalanceAnswer,
    MovementAnswer,
    ReasonAnswer,
    Refused,
    Stored,
)
from socert.domain.purchases.model.asked import Authorise, Capture, Question, ReceiptLine, Sweep, Void, VoidByKey
from socert.domain.purchases.model.cases import Case, CaseAnswer, CaseFlaw
from socert.domain.purchases.model.known import AllowanceRule, Directory, TillPlace, VersionRules
from socert.domain.purchases.model.reasons import SENTENCES, Reason
from socert.domain.purchases.rules.batch import decide_batch
from socert.domain.purchases.rules.cases import Posed, decide_case, pose_case
from socert.domain.purchases.store import (
    read_carrier_lanes,
    read_directory_number,
    read_lane_of_key,
    read_overdue,
)

__all__ = [
    "CARRIER_DIFFERS",
    "KEY_REUSED",
    "NOT_FOUND",
    "REASON_ANSWERS",
    "SENTENCES",
    "AllowanceRule",
    "AnsweredTo",
    "AuthorisationAnswer",
    "AuthorisationView",
    "Authorise",
    "BalanceAnswer",
    "Capture",
    "Case",
    "CaseAnswer",
    "CaseFlaw",
    "DayAnswer",
    "Directory",
    "DirectoryKeeper",
    "GoodExplained",
    "LockedBatch",
    "MovementAnswer",
    "Posed",
    "PurchaseWork",
    "Question",
    "Reason",
    "ReasonAnswer",
    "ReceiptLine",
    "Refused",
    "Stored",
    "Sweep",
    "TillPlace",
    "VersionRules",
    "Void",
    "VoidByKey",
    "allowance_rule",
    "balances",
    "decide_batch",
    "decide_case",
    "explain_goods",
    "find_authorisation",
    "find_authorisation_by_key",
    "load_directory",
    "pose_case",
    "quote",
    "read_carrier_lanes",
    "read_directory_number",
    "read_lane_of_key",
    "read_overdue",
    "report_day",
]
