"""Programmes that want large sums confirmed."""

from given.checkout import CHECKOUT
from given.city import CLERK, City
from given.programmes import FOOD, ZONE
from given.rulebook import RULEBOOK
from socert.domain import programmes


def given_demand(city: City, *, kind: str, above: int, name: str = FOOD) -> None:
    """A version of a reference programme from today that wants a PIN or a code above so many roubles."""
    file = (CHECKOUT / "reference" / "programmes" / f"{name}.yaml").read_text(encoding="utf-8")
    text = file.partition("\nexamples:")[0] + "\n"
    version = text.partition("versions:\n")[2]
    assert "      per: person" in version
    demanding = version.replace(
        "      per: person", f"      per: person\n      confirm: {{kind: {kind}, above: {above}}}"
    )
    text += demanding.replace("valid_from: 2026-01-01", f"valid_from: {city.now.astimezone(ZONE).date()}")
    published = programmes.publish(city.conn, text=text, tree=city.tree, ground=RULEBOOK, actor=CLERK, now=city.now)
    assert isinstance(published, programmes.Published), published
