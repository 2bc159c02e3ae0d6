"""What merchants are owed has an account a lane; looking for it writes only when one is absent."""

import psycopg

from given.city import given_city
from given.databases import Database
from given.programmes import ZONE
from socert.domain import ledger, purchases
from socert.postgres import connect


def test_every_merchant_has_an_account_a_lane_and_keeps_it(conn: psycopg.Connection) -> None:
    city = given_city(conn)
    merchants = [city.bullfinch.merchant.id, city.rowan.merchant.id]
    one_lane = ledger.payables(conn, merchants=merchants, lanes=1)
    assert one_lane.keys() == {(merchant, 0) for merchant in merchants}
    four = ledger.payables(conn, merchants=merchants, lanes=4)
    assert len(set(four.values())) == 8
    assert one_lane.items() <= four.items()
    for (merchant, lane), number in four.items():
        found = ledger.cold_account(conn, kind=ledger.ColdAccount.PAYABLE, merchant=merchant, lane=lane)
        assert found == number


def test_reading_the_directory_again_writes_nothing_and_waits_for_nobody(
    conn: psycopg.Connection, database: Database
) -> None:
    city = given_city(conn)
    purchases.load_directory(conn, zone=ZONE, lanes=4)
    conn.commit()
    # Somebody clears meanwhile and has touched the same accounts.
    ledger.cold_account(conn, kind=ledger.ColdAccount.PAYABLE, merchant=city.rowan.merchant.id, lane=9)
    with connect(database.application_url) as other:
        other.execute("set transaction read only")
        directory = purchases.load_directory(other, zone=ZONE, lanes=4)
    assert len(directory.payables) == 8
