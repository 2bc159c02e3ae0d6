from given.city import ANNA_CARD
from given.tills import *


def test_it(shop):
    with at_till(shop) as b:
        print(b.path, b.text[:1500])
        scan(b, ANNA_CARD.digits, f"{BREAD} 59,90")
        print(b.text[:1500])
        b.send("/till/scan", entry=VODKA)
        print(b.text[:900])
        b.send("/till/price", price="549")
        print(b.text[:1500])
        b.send("/till/quote")
        print(b.path, b.text[:2500])
        b.send("/till/pay")
        print(b.path, b.text[:2500])
