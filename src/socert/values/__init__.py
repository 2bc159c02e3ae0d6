"""Words everyone speaks: money, periods, numbers with check digits, goods, bilingual text. Pure.

Nothing here reads a clock, a file or a database. A value that exists is right: classes check what they are
made of, `parse` reads what people and tills write and raises an `InvalidNumber` with a stable `code` and a
gentle `text`.
"""

from socert.values.amount import amount_matches
from socert.values.card_number import CardNumber, InvalidCardNumber, luhn_is_right
from socert.values.counted import Counted, IncompleteForms
from socert.values.gtin import Gtin, InvalidGtin, gtin14
from socert.values.inn import Inn, InvalidInn
from socert.values.invalid import Flaw, InvalidNumber
from socert.values.key_digest import key_digest
from socert.values.lane import LANES_MAX, UnableToChooseLane, lane_of
from socert.values.money import KOPECKS_MAX, InvalidMoney, Money
from socert.values.ogrn import InvalidOgrn, Ogrn
from socert.values.period import Period, TimeWithoutZone, UnusablePeriod
from socert.values.public_id import UnableToMakePublicId, parse_public_id, public_id
from socert.values.quantity import UNITS_MAX, InvalidQuantity, Quantity, quantity_millionths
from socert.values.shares import UnableToSplit, UnusableShares, check_shares, split_by_shares
from socert.values.snils import InvalidSnils, Snils
from socert.values.text import IncompleteText, Language, Text
from socert.values.uuid7 import UnableToMakeUuid7, uuid7
from socert.values.written import written_count, written_day

__all__ = [
    "KOPECKS_MAX",
    "LANES_MAX",
    "UNITS_MAX",
    "CardNumber",
    "Counted",
    "Flaw",
    "Gtin",
    "IncompleteForms",
    "IncompleteText",
    "Inn",
    "InvalidCardNumber",
    "InvalidGtin",
    "InvalidInn",
    "InvalidMoney",
    "InvalidNumber",
    "InvalidOgrn",
    "InvalidQuantity",
    "InvalidSnils",
    "Language",
    "Money",
    "Ogrn",
    "Period",
    "Quantity",
    "Snils",
    "Text",
    "TimeWithoutZone",
    "UnableToChooseLane",
    "UnableToMakePublicId",
    "UnableToMakeUuid7",
    "UnableToSplit",
    "UnusablePeriod",
    "UnusableShares",
    "amount_matches",
    "check_shares",
    "gtin14",
    "key_digest",
    "lane_of",
    "luhn_is_right",
    "parse_public_id",
    "public_id",
    "quantity_millionths",
    "split_by_shares",
    "uuid7",
    "written_count",
    "written_day",
]
