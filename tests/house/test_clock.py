"""Doors read the clock; rooms and values are told `now` and `today`."""

import re

from given.checkout import PACKAGE, place, source_files

READS_THE_CLOCK = re.compile(
    r"\b(datetime\.now|datetime\.utcnow|date\.today|datetime\.today|time\.time|time\.time_ns)\("
    r"|\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\(\)"
    r"|\b(current_date|current_timestamp|current_time|localtimestamp)\b"
)
#: Processes, perhaps on several machines, judge by one clock whether another has fallen silent: the database's.
JUDGES_SILENCE = PACKAGE / "domain" / "tasks" / "store.py"
#: A list of SQL's own words, which names the clock and reads nothing.
NAMES_THE_CLOCK = PACKAGE / "domain" / "criteria" / "rules" / "reserved.py"


def test_nothing_below_the_doors_reads_the_clock() -> None:
    others = {JUDGES_SILENCE, NAMES_THE_CLOCK}
    below = [path for path in source_files() if path.is_relative_to(PACKAGE / "domain") and path not in others]
    below += [path for path in source_files() if path.is_relative_to(PACKAGE / "values")]
    readers = [
        f"{place(path)}:{number} {line.strip()}"
        for path in below
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if READS_THE_CLOCK.search(line)
    ]
    assert readers == []
