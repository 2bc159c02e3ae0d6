"""Monitoring: read-only questions across rooms. Does everything add up, was anything altered, where did money go?

What it promises: nothing is written; `verify` derives every balance again from the postings, recomputes every digest
and chain, and names the first bad row of each check that fails (docs/ledger.md); the picture of demand sums to the
ledger and shows no figure of fewer than five people (docs/demand.md).
"""

from socert.domain.monitoring.actions.bookkeeping import books
from socert.domain.monitoring.actions.demand_files import chart_svg, write_csv, write_xlsx
from socert.domain.monitoring.actions.demanding import DemandDiffers, demand
from socert.domain.monitoring.actions.refusals import refused_goods
from socert.domain.monitoring.actions.standing import ENDING_COUNTED, ENDING_WITHIN, money_of, state, waiting
from socert.domain.monitoring.actions.stating import (
    AllowanceBalance,
    StatementEvent,
    StatementLine,
    balances_of,
    statement_of,
)
from socert.domain.monitoring.actions.verifying import verify
from socert.domain.monitoring.model.books import Books, MerchantBooks
from socert.domain.monitoring.model.demand import Demand, Figures, Listed, Stage, Week
from socert.domain.monitoring.model.found import Check, Progress, Verification
from socert.domain.monitoring.model.standing import ProgrammeMoney, SourceMoney, State, Waiting
from socert.domain.monitoring.rules.demand_chart import charted_rows
from socert.domain.monitoring.rules.demand_document import demand_document
from socert.domain.monitoring.rules.weeks import NotAWeek, read_week

__all__ = [
    "ENDING_COUNTED",
    "ENDING_WITHIN",
    "AllowanceBalance",
    "Books",
    "Check",
    "Demand",
    "DemandDiffers",
    "Figures",
    "Listed",
    "MerchantBooks",
    "NotAWeek",
    "ProgrammeMoney",
    "Progress",
    "SourceMoney",
    "Stage",
    "State",
    "StatementEvent",
    "StatementLine",
    "Verification",
    "Waiting",
    "Week",
    "balances_of",
    "books",
    "chart_svg",
    "charted_rows",
    "demand",
    "demand_document",
    "money_of",
    "read_week",
    "refused_goods",
    "state",
    "statement_of",
    "verify",
    "waiting",
    "write_csv",
    "write_xlsx",
]
