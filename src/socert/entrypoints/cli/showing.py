"""What an installation is, in words and as a document."""

from typing import Any

from socert import wiring


def describe_site(site: wiring.Site) -> dict[str, Any]:
    """An installation as a document."""
    made = site.installation
    return {
        "database": site.database,
        "kind": made.kind,
        "lanes": made.lanes,
        "zone": made.zone.key,
        "created_at": made.created_at,
        "server": site.server.kind,
    }


def site_lines(site: wiring.Site) -> list[str]:
    """An installation in words."""
    made = site.installation
    lanes = "1 lane" if made.lanes == 1 else f"{made.lanes} lanes"
    what = f"{made.kind} installation, {lanes}, {made.zone.key}"
    return [f"{what}, database {site.database} on the {site.server.kind} server"]
