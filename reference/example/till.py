"""A till in thirty lines. Usage: python3 till.py http://127.0.0.1:8080 KEY CARD GTIN=KOPECKS GTIN=KOPECKS."""

import datetime as dt
import json
import sys
import time
import uuid
from urllib.error import HTTPError
from urllib.request import Request, urlopen

url, key, card, *goods = sys.argv[1:]
at = dt.datetime.now().astimezone().isoformat()
pairs = enumerate((one.split("=") for one in goods), 1)
lines = [{"position": n, "gtin": g, "quantity": "1", "price": int(p), "amount": int(p)} for n, (g, p) in pairs]
sale = {"carrier": {"kind": "card", "number": card}, "receipt": at, "at": at, "capture": True, "lines": lines}
headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
request, answer = Request(f"{url}/api/v1/authorisations", json.dumps(sale).encode(), headers), None
while answer is None:  # no answer says nothing of what was done; the same key asks again, and money moves once
    try:
        answer = json.load(urlopen(request, timeout=10))
    except HTTPError as problem:
        if problem.code not in (429, 500, 503):
            sys.exit(json.load(problem)["detail"])
        time.sleep(1)
    except OSError:
        time.sleep(1)
for line in answer["lines"]:
    why = line["reason"]["text"]["ru"] if line["reason"] else ""
    print(line["position"], line["outcome"], line["covered"], line["own_money"], why)
print("certificate", answer["covered"], "own money", answer["own_money"], answer["id"])
