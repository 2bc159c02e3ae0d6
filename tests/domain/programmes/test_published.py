"""What was published is read back whole, conditions too, and decides what the file decided on that day."""

from datetime import UTC, date, datetime

import pytest
from psycopg import Connection

from domain.programmes.files import OPERATOR
from given.rulebook import REFERENCE, RULEBOOK
from socert.domain import criteria, decisions, programmes
from socert.rulebook import programme_files, read_tree

NOW = datetime(2026, 1, 10, tzinfo=UTC)
DAY = date(2026, 11, 1)
TREE = read_tree(REFERENCE)


def test_every_programme_is_read_back_as_its_file_says(conn: Connection) -> None:
    for path in programme_files(REFERENCE):
        text = path.read_text(encoding="utf-8")
        file = programmes.check(text=text, tree=TREE, ground=RULEBOOK)
        assert isinstance(file, programmes.ProgrammeDefinition)
        done = programmes.publish(conn, text=text, tree=TREE, actor=OPERATOR, now=NOW, ground=RULEBOOK)
        assert isinstance(done, programmes.Published)
        found = programmes.published(conn, programme=file.id, ground=RULEBOOK)
        assert found is not None
        by_file, by_found = (
            decisions.ruling_of(one, day=DAY, region="north", ground=RULEBOOK) for one in (file, found)
        )
        assert by_found == by_file
        assert decisions.compare(file, found, ground=RULEBOOK).is_unchanged
        assert (found.title, found.summary, found.funding) == (file.title, file.summary, file.funding)


def test_what_nobody_published_is_not_there(conn: Connection) -> None:
    assert programmes.published(conn, programme="food-certificate", ground=RULEBOOK) is None


def test_a_rulebook_that_lost_what_a_version_names_cannot_decide_by_it(conn: Connection) -> None:
    text = (REFERENCE / "programmes" / "food-certificate.yaml").read_text(encoding="utf-8")
    assert isinstance(
        programmes.publish(conn, text=text, tree=TREE, actor=OPERATOR, now=NOW, ground=RULEBOOK), programmes.Published
    )
    with pytest.raises(programmes.PublishedVersionIsUnreadable, match="There is no such fact: 'resident'"):
        programmes.published(conn, programme="food-certificate", ground=criteria.NO_GROUND)
