"""The hot path's SQL: lock, read, write in batches; tills' days; what is only shown. Nothing else knows its tables."""

from socert.domain.purchases.store.of_holder import read_lines, read_moved, read_returns, read_state_of
from socert.domain.purchases.store.reading import (
    LOCK_BATCH,
    insert_day,
    lock_request,
    read_captured,
    read_card,
    read_carrier_lanes,
    read_day,
    read_directory_number,
    read_lane_of_key,
    read_locked,
    read_number_by_key,
    read_overdue,
    read_places_of_receipt,
    read_purchases,
    tune_session,
)
from socert.domain.purchases.store.shown import read_goods_of, read_refund_answer
from socert.domain.purchases.store.writing import WRITE_BATCH, encode_moved, encode_rows

__all__ = [
    "LOCK_BATCH",
    "WRITE_BATCH",
    "encode_moved",
    "encode_rows",
    "insert_day",
    "lock_request",
    "read_captured",
    "read_card",
    "read_carrier_lanes",
    "read_day",
    "read_directory_number",
    "read_goods_of",
    "read_lane_of_key",
    "read_lines",
    "read_locked",
    "read_moved",
    "read_number_by_key",
    "read_overdue",
    "read_places_of_receipt",
    "read_purchases",
    "read_refund_answer",
    "read_returns",
    "read_state_of",
    "tune_session",
]
