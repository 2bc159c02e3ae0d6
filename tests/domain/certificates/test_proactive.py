"""Decisions become certificates as far as the money reaches, the others wait in a fair queue, and nobody is lost."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from domain.certificates.pilot import (
    LATER,
    MOSCOW,
    NOW,
    SECRET,
    assert_books_balance,
    count,
    issue_list,
    publish,
    row,
)
from domain.certificates.pilot import people_list as plain_list
from domain.programmes.files import CARE, FOOD, OPERATOR, SPA, tree
from given.databases import Database
from given.decided import ENTITLED, NEEDS_EVIDENCE, NOT_ENTITLED, write_decisions
from given.rulebook import RULEBOOK
from socert.domain import audit, budgets, certificates, monitoring, programmes
from socert.domain.certificates import (
    DecisionsFlaw,
    IssueRefusal,
    ListFlaw,
    ListRefused,
    ProactiveReport,
    QueueReport,
)
from socert.integrations.decision_files import open_decisions
from socert.postgres import connect
from socert.values import Money

DAY = date(2026, 2, 20)
HEADER = "person;snils;last_name;first_name;patronymic;birth_date;district;card"
SEED = "lottery of 1 March"
Row = Mapping[str, Any]
BUDGET_YEAR = 2026
NOTES = {
    "format": "socert.decisions/1",
    "date": "2026-02-20",
    "decided_on": "2026-02-20",
    "programmes": [{"id": "food", "sha256": "0"}],
}


def entitled(*numbers: int, kopecks: int = 500_00) -> list[Row]:
    """People who are to get points for food."""
    return [{"person": one, "decision": ENTITLED, "amount.food": kopecks} for one in numbers]


def others(decision: str, *numbers: int) -> list[Row]:
    """People who are not."""
    return [{"person": one, "decision": decision, "amount.food": None} for one in numbers]


def people(*numbers: int, header: str = HEADER) -> bytes:
    """The list of people with these numbers; the n-th invented person has the number n."""
    return "".join(f"{one}\n" for one in (header, *(f"{number};{row(number)}" for number in numbers))).encode()


class Office:
    """Where decisions are issued from: a connection, and a folder for files."""

    def __init__(self, conn: Connection, folder: Path) -> None:
        self.conn = conn
        self.folder = folder

    def version(self, programme: str = "food", *, day: date = DAY) -> programmes.ProgrammeVersion:
        """The version in force on a day."""
        found = programmes.version_on(self.conn, programme=programme, day=day)
        assert found is not None
        return found

    def write(self, rows: Sequence[Row], *, programme: str = "food", day: date = DAY, **said: Any) -> Path:
        """A file of decisions by the version in force on a day."""
        sha256 = said.pop("version_sha256", None) or self.version(programme, day=min(day, DAY)).sha256.hex()
        path = self.folder / f"decisions-{len(list(self.folder.iterdir()))}.parquet"
        return write_decisions(path, rows, programme=programme, version_sha256=sha256, decided_for=day, **said)

    def ask(
        self,
        rows: Sequence[Row] | Path,
        content: bytes,
        *,
        programme: str = "food",
        dry_run: bool = False,
        now: datetime = NOW,
        seed: str | None = SEED,
        progress: Callable[[str, int, int], None] | None = None,
        **said: Any,
    ) -> ProactiveReport | ListRefused:
        """What issuing from decisions says."""
        path = rows if isinstance(rows, Path) else self.write(rows, programme=programme, **said)
        opened = open_decisions(path, programme=programme)
        if isinstance(opened, ListRefused):
            return opened
        try:
            return certificates.issue_decided(
                self.conn,
                decisions=opened,
                people_list=content,
                seed=seed,
                dry_run=dry_run,
                lanes=1,
                zone=MOSCOW,
                card_secret=SECRET,
                now=now,
                actor=OPERATOR,
                progress=progress,
            )
        finally:
            opened.close()

    def issue(self, rows: Sequence[Row] | Path, content: bytes, **options: Any) -> ProactiveReport:
        """The report about decisions that are not refused."""
        report = self.ask(rows, content, **options)
        assert isinstance(report, ProactiveReport), report
        assert report.counts.is_reconciled
        return report

    def from_queue(self, *, programme: str = "food", dry_run: bool = False, now: datetime = NOW) -> QueueReport:
        """The report about those who wait."""
        report = certificates.issue_queue(
            self.conn, programme=programme, dry_run=dry_run, now=now, zone=MOSCOW, actor=OPERATOR
        )
        assert isinstance(report, QueueReport), report
        assert report.waited == report.issued + len(report.refusals) + report.still_waiting
        return report

    def raise_limits(self, kopecks: int, *, programme: str = "food") -> None:
        """Give every source of a programme this limit."""
        version = self.version(programme)
        for share in version.funding:
            done = budgets.appropriate(
                self.conn,
                programme=version.programme,
                source=share.source,
                budget_year=BUDGET_YEAR,
                budget_code="example",
                limit=Money(kopecks),
                actor=OPERATOR,
                now=NOW,
            )
            assert isinstance(done, budgets.Appropriated)

    def waiting(self, programme: str = "food") -> list[int]:
        """Who waits, by the numbers of invented people, in order."""
        places = certificates.waiting(self.conn, programme=self.version(programme).programme)
        return [self.number(one.holder) for one in places]

    def holding(self) -> set[int]:
        """Who holds a certificate, by the numbers of invented people."""
        rows = self.conn.execute("select holder from certificate where status = 1").fetchall()
        return {self.number(one[0]) for one in rows}

    def number(self, holder: int) -> int:
        """The number of an invented person."""
        found = self.conn.execute("select snils from identity where holder = %s", [holder]).fetchone()
        assert found is not None
        return int(str(found[0])[:9]) - 100_000_000

    def complaints(self) -> list[str]:
        """What verifying finds in what is committed now."""
        self.conn.commit()
        found = monitoring.verify(self.conn)
        return [one.first_bad for one in found.checks if one.first_bad is not None]


@pytest.fixture
def office(conn: Connection, tmp_path: Path) -> Office:
    """An office with money for three certificates of the programme "food": 900.00 and 600.00."""
    publish(conn, FOOD, limit=900_00)
    return Office(conn, tmp_path)


def in_draw(*numbers: int, seed: str = SEED) -> list[int]:
    """People in the order of the draw, worked out as anybody could."""
    return sorted(numbers, key=lambda one: hashlib.sha256(f"{seed}\n{one}".encode()).digest())


def test_the_money_reaches_as_far_as_the_draw_says_and_nobody_is_lost(office: Office) -> None:
    assert issue_list(office.conn, plain_list(row(9))).rows_issued == 1  # type: ignore[union-attr]
    office.raise_limits(1200_00)
    rows = entitled(*range(1, 12)) + others(NOT_ENTITLED, 20, 21, 22) + others(NEEDS_EVIDENCE, 30)
    spoilt = people(*range(1, 11), 20).replace(row(10).encode(), b"1" + row(10).encode())
    report = office.issue(rows, spoilt)
    counts = report.counts
    assert (counts.people_in, counts.issued, counts.queued) == (15, 3, 5)
    assert (counts.refused, counts.not_entitled, counts.needs_evidence, counts.without_row) == (2, 3, 1, 1)
    assert [(one.line, one.code) for one in report.refusals] == [
        (10, "holds_current_certificate"),
        (11, "snils_wrong_length"),
    ]
    assert report.unlisted == (11,)
    order = in_draw(*range(1, 9))
    assert office.holding() - {9} == set(order[:3])
    assert office.waiting() == order[3:]
    assert (report.issued_total, report.queued_total) == (Money(1500_00), Money(2500_00))
    assert_books_balance(office.conn)
    assert office.complaints() == []


def test_a_dry_run_says_what_happens_and_the_same_files_again_change_nothing(office: Office) -> None:
    path, content = office.write(entitled(1, 2, 3, 4)), people(1, 2, 3, 4)
    tables = ("resident", "certificate", "account", "posting", "queue_place", "decision_issue", "decision_refusal")
    before = [count(office.conn, one) for one in tables]
    rehearsed = office.issue(path, content, dry_run=True)
    assert rehearsed.is_dry_run
    assert [count(office.conn, one) for one in tables] == before
    done = office.issue(path, content)
    assert replace(rehearsed, id=done.id, is_dry_run=False) == done
    after = [count(office.conn, one) for one in tables]
    office.raise_limits(5000_00)
    again = office.issue(path, content, now=NOW + timedelta(days=1))
    assert [(one.source, one.is_appropriated) for one in done.lacking] == [("federal", True)]
    assert again == replace(done, already_issued_report=True, budget=(), lacking=())
    assert [count(office.conn, one) for one in tables][:3] == after[:3]
    actions = [one.action for one in audit.events_of(office.conn, subject="programme:food", limit=10)]
    assert "decisions_rehearsed" in actions


def test_no_place_depends_on_the_order_of_files_or_on_names(office: Office) -> None:
    numbers = [7, 3, 5, 1, 11, 2]
    with office.conn.transaction(force_rollback=True):
        office.issue(entitled(*numbers), people(*numbers))
        first = (office.holding(), office.waiting())
    renamed = people(*reversed(numbers)).replace("Иванова".encode(), "Яковлева".encode()).replace(b"\n7;", b"\n007;")
    office.issue(entitled(*sorted(numbers)), renamed)
    assert (office.holding(), office.waiting()) == first
    published = [one.draw for one in certificates.waiting(office.conn, programme=None)]
    assert published == [certificates.draw(SEED, number=one) for one in in_draw(*numbers)[3:]]
    default = office.issue(entitled(40), people(40), seed=None, day=DAY - timedelta(days=1))
    assert default.seed == "food 2026-02-19"


def test_whoever_waits_comes_first_when_money_is_added(office: Office) -> None:
    office.issue(entitled(1, 2, 3, 4, 5), people(1, 2, 3, 4, 5))
    waiting = office.waiting()
    office.raise_limits(1500_00)  # five certificates' worth of one source, three more than are needed of the other
    later = office.issue(entitled(6, 7), people(6, 7), day=DAY + timedelta(days=1))
    assert (later.counts.issued, later.counts.queued) == (0, 2), "what is free is left for those who wait"
    rehearsed = office.from_queue(dry_run=True)
    assert (rehearsed.issued, office.waiting()) == (2, waiting + in_draw(6, 7))
    done = office.from_queue()
    assert (done.issued, done.still_waiting, done.issued_total) == (2, 2, Money(1000_00))
    assert office.waiting() == in_draw(6, 7)
    assert office.from_queue().issued == 0
    twice = office.issue(entitled(6, 8), people(6, 8), day=DAY)
    assert [one.code for one in twice.refusals] == ["waits_in_queue"]
    assert office.waiting() == [8, *in_draw(6, 7)], "the earlier day comes first"
    office.raise_limits(10_000_00)
    assert office.from_queue().still_waiting == 0
    assert office.issue(entitled(50), people(50)).counts.issued == 1
    assert office.complaints() == []


def test_whoever_cannot_get_it_any_more_leaves_the_queue_with_the_reason(office: Office) -> None:
    office.raise_limits(1)
    office.issue(entitled(1, 2, 3), people(1, 2, 3))
    holders = {office.number(one.holder): one.holder for one in certificates.waiting(office.conn, programme=None)}
    office.raise_limits(5000_00)
    assert issue_list(office.conn, plain_list(row(2))).rows_issued == 1  # type: ignore[union-attr]
    certificates.forget(office.conn, holder=holders[3], actor=OPERATOR, now=NOW, reason="asked to")
    assert set(office.waiting()) == {1, 2}
    gone = office.conn.execute("select state, code, draw from queue_place where holder = %s", [holders[3]]).fetchall()
    assert gone == [(3, "holder_erased", bytes(32))]
    done = office.from_queue()
    assert (done.waited, done.issued, [one.code for one in done.refusals]) == (2, 1, ["holds_current_certificate"])
    assert office.complaints() == []


def test_a_number_gives_one_certificate_whoever_is_said_to_have_it(office: Office) -> None:
    path = office.write(entitled(1, 2))
    assert office.issue(path, people(1)).counts.issued == 1
    taken = office.issue(path, people(2).replace(b"\n2;", b"\n1;"))
    assert [one.code for one in taken.refusals] == ["number_given_already"]
    assert office.holding() == {1}
    assert count(office.conn, "resident") == 1
    for seed in ("another draw", None):
        refused = office.ask(path, people(2), seed=seed)
        assert isinstance(refused, ListRefused)
        assert refused.code is DecisionsFlaw.SEED_CHANGED
    assert office.issue(path, people(2)).counts.issued == 1


def test_a_former_certificate_that_is_yet_to_be_closed_keeps_the_place(office: Office) -> None:
    office.raise_limits(1)
    office.issue(entitled(1, 2), people(1, 2))
    office.raise_limits(5000_00)
    issue_list(office.conn, plain_list(row(2)))
    kept = office.from_queue(now=LATER)
    assert (kept.issued, kept.still_waiting) == (1, 1)
    certificates.expire(office.conn, now=LATER, actor=OPERATOR)
    assert office.from_queue(now=LATER).issued == 1


NEW_TERMS = """\
  - valid_from: 2026-04-01
    certificate: {valid_days: 30, carriers: [card], per: person}
    allowances:
      - id: NAME
        kind: points
        title: {ru: Продукты, en: Food}
        amount: 800
        covers: {allow: [goods]}
"""


@pytest.mark.parametrize(("name", "issued", "codes"), [("food", 2, []), ("meals", 0, ["allowance_gone"] * 2)])
def test_a_new_version_gives_what_was_decided_if_it_still_gives_it(
    office: Office, name: str, issued: int, codes: list[str]
) -> None:
    office.raise_limits(1)
    office.issue(entitled(1, 2), people(1, 2))
    text = FOOD + NEW_TERMS.replace("NAME", name)
    programmes.publish(office.conn, text=text, tree=tree(), ground=RULEBOOK, actor=OPERATOR, now=NOW)
    office.raise_limits(5000_00)
    report = office.from_queue(now=datetime(2026, 4, 2, 9, tzinfo=NOW.tzinfo))
    assert (report.issued, [one.code for one in report.refusals]) == (issued, codes)
    rows = office.conn.execute("select issued from account").fetchall()
    assert rows == [(500_00,)] * issued, "the amount is the decision's, not the new version's"
    assert_books_balance(office.conn)
    assert office.complaints() == []


def test_amounts_by_facts_are_issued_as_decided(conn: Connection, owner: Connection, tmp_path: Path) -> None:
    publish(conn, CARE, limit=100_000_00)
    office = Office(conn, tmp_path)

    def decided(person: int, hours: int, food: int, *, television: bool) -> Row:
        return {
            "person": person,
            "decision": ENTITLED,
            "amount.care": hours * 400_55,
            "units.care": hours,
            "amount.classes": 0,
            "units.classes": 24,
            "amount.food": food,
            "amount.set": 9000_00 * television,
            "units.set": int(television),
        }

    rows = [decided(1, 120, 0, television=True), decided(2, 0, 5000_00, television=False)]
    report = office.issue(rows, people(1, 2), programme="home-care")
    assert report.counts.issued == 2
    found = conn.execute(
        "select i.snils, a.slot, a.issued, a.units from account as a join identity as i on i.holder = a.holder"
    ).fetchall()
    care, food = 120 * 400_55, 5000_00
    assert {(int(snils[:9]) % 10, *rest) for snils, *rest in found} == {
        *((1, 0, care, 120), (1, 1, 0, 24), (1, 3, 9000_00, 1)),
        *((2, 1, 0, 24), (2, 2, food, 0)),
    }
    assert report.issued_total == Money(care + 9000_00 + food)
    assert office.complaints() == []
    given = conn.execute("select holder from account where units = 120").fetchone()
    owner.execute("update queue_place set decided = jsonb_set(decided, '{care,1}', '61') where holder = %s", given)
    owner.commit()
    assert any("what was decided" in one for one in office.complaints())


@pytest.mark.parametrize(
    ("altered", "complaint"),
    [
        ("update queue_place set kopecks = 1 where state = 1", "its kopecks are not those of its places"),
        ("delete from queue_place where state = 1", "more or fewer places"),
        ("update queue_place set certificate = gen_random_uuid() where state = 2", "its certificate does not exist"),
        ("update queue_place set holder = 77 where state = 2", "somebody else's"),
        ("update queue_place set ended_at = ended_at + interval '1 second' where state = 2", "when its certificate"),
        ("update queue_place set decided = '{\"food\": [1, 0]}' where state = 2", "other than what was decided"),
    ],
)
def test_an_altered_place_is_found(office: Office, owner: Connection, altered: str, complaint: str) -> None:
    office.raise_limits(300_00)
    office.issue(entitled(1, 2), people(1, 2))
    assert (office.waiting(), len(office.holding())) == (in_draw(1, 2)[1:], 1)
    assert office.complaints() == []
    owner.execute(altered)
    owner.commit()
    assert any(complaint in one for one in office.complaints()), office.complaints()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"version_sha256": "00" * 32}, DecisionsFlaw.OTHER_VERSION),
        ({"notes": NOTES | {"date": "2025-12-31"}}, DecisionsFlaw.OTHER_VERSION),
        ({"day": date(2026, 3, 2)}, DecisionsFlaw.DECIDED_FOR_THE_FUTURE),
        ({"types": {"person": "INTEGER"}}, DecisionsFlaw.DECISION_COLUMN_OF_OTHER_TYPE),
        ({"types": {"amount.food": "DOUBLE"}}, DecisionsFlaw.DECISION_COLUMN_OF_OTHER_TYPE),
        ({"types": {"decision": "VARCHAR[]"}}, DecisionsFlaw.DECISION_COLUMN_OF_OTHER_TYPE),
        ({"notes": NOTES | {"programmes": [{"id": "discount"}]}}, DecisionsFlaw.OTHER_PROGRAMME),
        ({"notes": NOTES | {"decided_on": "2026-03-02"}}, DecisionsFlaw.DECIDED_FOR_THE_FUTURE),
        ({"notes": NOTES | {"decided_on": "2026-01-28"}}, DecisionsFlaw.DECIDED_LONG_AGO),
        ({"notes": "no JSON"}, DecisionsFlaw.NO_DECISIONS),
        ({"notes": NOTES | {"programmes": []}}, DecisionsFlaw.OTHER_PROGRAMME),
        ({"notes": NOTES | {"date": "soon"}}, DecisionsFlaw.NO_DECISIONS),
        ({"notes": NOTES | {"format": "socert.decisions/2"}}, DecisionsFlaw.NO_DECISIONS),
    ],
)
def test_decisions_of_something_else_are_refused(office: Office, said: dict[str, Any], code: DecisionsFlaw) -> None:
    rows: list[Row] = [{"person": 1, "decision": ENTITLED, "amount.food": 500_00}]
    if "types" in said and "decision" in said["types"]:
        rows = [{"person": 1, "decision": [ENTITLED], "amount.food": 500_00}]
    if "day" in said:
        said = {"version_sha256": office.version().sha256.hex(), **said}
    refused = office.ask(rows, people(1), **said)
    assert isinstance(refused, ListRefused), refused
    assert refused.code is code
    assert refused.text.ru != refused.text.en
    assert "{" not in str(refused.text)
    assert count(office.conn, "certificate") == 0


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (entitled(1, 2, 1), DecisionsFlaw.DECIDED_TWICE),
        ([*entitled(1), {"person": None, "decision": ENTITLED, "amount.food": 1}], DecisionsFlaw.DECIDED_TWICE),
        (others("perhaps", 1), DecisionsFlaw.DECISION_UNUSABLE),
        (others(ENTITLED, 1), DecisionsFlaw.DECISION_UNUSABLE),
        (entitled(1, kopecks=-1), DecisionsFlaw.DECISION_UNUSABLE),
        (entitled(1) + entitled(2, kopecks=5_000_000_00), DecisionsFlaw.AMOUNT_IMPOSSIBLE),
        ([{"person": 1, "decision": ENTITLED}], DecisionsFlaw.DECISION_COLUMN_MISSING),
        ([{"person": 1, "amount.food": 1}], DecisionsFlaw.DECISION_COLUMN_MISSING),
        ([{"decision": ENTITLED, "amount.food": 1}], DecisionsFlaw.DECISION_COLUMN_MISSING),
    ],
)
def test_decisions_that_contradict_themselves_are_refused(office: Office, rows: list[Row], code: DecisionsFlaw) -> None:
    refused = office.ask(rows, people(1))
    assert isinstance(refused, ListRefused), refused
    assert refused.code is code


@pytest.mark.parametrize("content", [b"", b"PAR1", b"\x00" * 4096, b"person;snils\n"])
def test_a_file_that_is_no_parquet_is_refused(office: Office, content: bytes) -> None:
    path = office.folder / "broken.parquet"
    path.write_bytes(content)
    refused = office.ask(path, people(1))
    assert isinstance(refused, ListRefused)
    assert refused.code is DecisionsFlaw.DECISIONS_UNREADABLE


def test_the_file_that_is_named_is_read_and_no_other_one(office: Office) -> None:
    named = office.folder / "a[bc]*.parquet"
    office.write(entitled(2)).rename(office.folder / "ab.parquet")
    office.write(entitled(1)).rename(named)
    opened = open_decisions(named, programme="food")
    assert not isinstance(opened, ListRefused)
    assert [one.number for one in opened.entitled()] == [1]
    with pytest.raises(duckdb.Error, match="locked"):
        opened.conn.execute("set memory_limit = '1TB'")
    opened.close()


def test_a_file_that_changes_while_it_is_issued_from_gives_nothing(office: Office) -> None:
    path, other = office.write(entitled(1)), office.write(entitled(1, 2))

    def replace_file(stage: str, _done: int, _total: int) -> None:
        if stage == "issue" and other.exists():
            other.replace(path)

    refused = office.ask(path, people(1), progress=replace_file)
    assert isinstance(refused, ListRefused)
    assert refused.code is DecisionsFlaw.DECISIONS_CHANGED
    assert count(office.conn, "certificate") == 0


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (plain_list(row(1)), ListFlaw.COLUMN_MISSING, 1),
        (people(header=f"{HEADER};need"), ListFlaw.COLUMN_UNKNOWN, 1),
        (people(1, 1), ListFlaw.PERSON_TWICE, 3),
        (people(1, 99), ListFlaw.PERSON_NOT_DECIDED, 3),
        (people(1).replace(b"\n1;", b"\none;"), ListFlaw.PERSON_UNUSABLE, 2),
        (people(1, 2).replace(b"\n1;", b"\n"), ListFlaw.PERSON_UNUSABLE, 2),
        (people(1)[:-5], ListFlaw.LIST_CUT_OFF, 2),
    ],
)
def test_a_list_that_does_not_go_with_the_decisions_is_refused(
    office: Office, content: bytes, code: ListFlaw, line: int
) -> None:
    refused = office.ask(entitled(1, 2), content)
    assert isinstance(refused, ListRefused), refused
    assert (refused.code, refused.line) == (code, line)
    assert count(office.conn, "resident") == 0


def test_a_seed_nobody_can_repeat_and_a_programme_that_only_decides_are_refused(office: Office) -> None:
    for seed in ("", " x", "a\nb", "x" * 201):
        refused = office.ask(entitled(1), people(1), seed=seed)
        assert isinstance(refused, ListRefused)
        assert refused.code is DecisionsFlaw.SEED_UNUSABLE
    publish(office.conn, SPA)
    only = office.ask([{"person": 1, "decision": ENTITLED}], people(1), programme="sanatorium")
    assert isinstance(only, ListRefused)
    assert only.code is IssueRefusal.DECISION_ONLY


def test_an_issue_that_is_killed_half_way_leaves_nothing(office: Office, database: Database) -> None:
    office.conn.commit()
    path = office.write(entitled(*range(1, 6)))
    office.conn.commit()

    def kill(stage: str, _done: int, _total: int) -> None:
        if stage == "issue":
            with connect(database.owner_url, autocommit=True) as other:
                other.execute("select pg_terminate_backend(%s)", [victim.info.backend_pid])

    with connect(database.application_url) as victim, pytest.raises(Exception, match=r"terminat|closed|lost"):
        Office(victim, office.folder).issue(path, people(*range(1, 6)), progress=kill)
    assert [count(office.conn, one) for one in ("resident", "certificate", "queue_place", "decision_issue")] == [0] * 4
    assert office.issue(path, people(*range(1, 6))).counts.issued == 3


def test_two_issues_at_once_give_nobody_two_and_spend_no_kopeck_twice(office: Office, database: Database) -> None:
    office.conn.commit()
    first, second = office.write(entitled(1, 2, 3, 4)), office.write(entitled(3, 4, 5, 6))
    office.conn.commit()
    done: list[ProactiveReport] = []

    def issue_beside() -> None:
        with connect(database.application_url) as other:
            done.append(Office(other, office.folder).issue(second, people(3, 4, 5, 6)))

    beside = Thread(target=issue_beside)
    report = office.issue(first, people(1, 2, 3, 4))
    beside.start()
    beside.join(timeout=0.3)
    assert not done, "the second waits for the office"
    office.conn.commit()
    beside.join(timeout=60)
    (other,) = done
    assert (report.counts.issued, report.counts.queued) == (3, 1)
    assert (other.counts.issued, other.counts.queued, other.counts.refused) == (0, 2, 2)
    assert {one.code for one in other.refusals} <= {"holds_current_certificate", "waits_in_queue"}
    assert_books_balance(office.conn)
    assert office.complaints() == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    outcomes=st.lists(st.sampled_from([ENTITLED, ENTITLED, NOT_ENTITLED, NEEDS_EVIDENCE]), min_size=1, max_size=14),
    amounts=st.lists(st.just(500_00), min_size=14, max_size=14),
    listed=st.lists(st.booleans(), min_size=14, max_size=14),
    limits=st.lists(st.integers(1, 4000_00), min_size=1, max_size=4),
)
def test_whatever_the_money_everybody_and_every_kopeck_is_accounted_for(
    office: Office, outcomes: list[str], amounts: list[int], listed: list[bool], limits: list[int]
) -> None:
    rows: list[Row] = [
        {"person": place, "decision": one, "amount.food": amounts[place] if one == ENTITLED else None}
        for place, one in enumerate(outcomes)
    ]
    numbers = [place for place, _ in enumerate(outcomes) if listed[place]] or [0]
    with office.conn.transaction(force_rollback=True):
        limit = 900_00 + limits[0]
        office.raise_limits(limit)
        report = office.issue(rows, people(*numbers))
        issued, queued = report.issued_total.kopecks, report.queued_total.kopecks
        wanted = sum(amounts[place] for place, one in enumerate(outcomes) if one == ENTITLED and place in numbers)
        assert issued + queued == wanted
        for more in limits[1:]:
            limit += more
            office.raise_limits(limit)
            before = office.waiting()
            step = office.from_queue()
            assert office.waiting() == before[step.issued :], "nobody is overtaken"
            issued += step.issued_total.kopecks
            assert issued + step.waiting_total.kopecks == wanted
        reserved = sum(one.reserved.kopecks for one in budgets.stages(office.conn, programme=None))
        assert reserved == issued
        assert_books_balance(office.conn)
