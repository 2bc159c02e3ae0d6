"""The till's pages ask the public API as every other till does: by the front, admitted, limited and counted."""

import re

import httpx

from given.city import BORIS_CARD
from given.serving import Served
from given.tills import BREAD, at_till, scan

HOT = "/api/v1/authorisations"


def counted(shop: Served, method: str, route: str, status: int) -> float:
    """How often it was answered so, as /metrics says."""
    text = httpx.get(f"{shop.url}/metrics").text
    found = re.findall(r"^socert_http_requests_total\{(.*)\} (\S+)$", text, re.MULTILINE)
    wanted = {f'method="{method}"', f'route="{route}"', f'status="{status}"'}
    return sum(float(value) for labels, value in found if wanted <= set(labels.split(",")))


def test_a_sale_at_a_browser_is_a_purchase_at_the_hot_door(shop: Served) -> None:
    with at_till(shop, shop.city.rowan.till) as browser:
        before = [counted(shop, "POST", route, 200) for route in (HOT, "/api/v1/quotes")]
        scan(browser, f"{BREAD} 1", BORIS_CARD.digits).open("/till/quote").send("/till/pay")
        after = [counted(shop, "POST", route, 200) for route in (HOT, "/api/v1/quotes")]
        assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1]
        assert counted(shop, "GET", "/api/v1/goods", 200) >= 1
        refused = counted(shop, "GET", "/api/v1/authorisations/{authorisation}", 404)
        browser.open("/till/sales/auth_x", status=404)
        assert counted(shop, "GET", "/api/v1/authorisations/{authorisation}", 404) == refused + 1
