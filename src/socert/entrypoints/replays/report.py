"""What a replay says in the end; every replay carries these keys."""

import msgspec


class ReplayReport(msgspec.Struct, frozen=True, kw_only=True):
    """Figures in kopecks; lists by code. The books balance when nothing is unaccounted and `verify` passes."""

    seed: int
    database: str
    people: int
    shops: int
    certificates_issued: int
    issued_kopecks: int
    captured_kopecks: int
    refunded_kopecks: int
    own_money_kopecks: int
    claimed_kopecks: int
    paid_kopecks: int
    returned_to_source_kopecks: int
    unaccounted_kopecks: int
    weeks: list[str]
    lines_not_covered: dict[str, int]
    lines_denied: dict[str, int]
    http_requests: int
    http_replayed: int
    http_per_second: float
    answers_not_optimal: int
    repaid: dict[str, int]
    titles: dict[str, str]
    registers: str
    first_bad: str | None
    till_days_agree: bool
    books_balance: bool
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether everything a replay promises came true."""
        return self.books_balance and self.till_days_agree and self.unaccounted_kopecks == 0
