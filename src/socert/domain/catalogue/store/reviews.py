"""Goods and articles as a reviewer sees and decides them."""

from collections.abc import Sequence

from psycopg import Connection

from socert.domain.catalogue.model import (
    ArticleDecision,
    ArticlesPlace,
    Decision,
    JudgedArticle,
    JudgedGood,
    Standing,
)

_REVIEWED = int(Standing.REVIEWED)
_SET_ASIDE = int(Standing.SET_ASIDE)

_GOOD = """
    select lpad(g.gtin::text, 14, '0'), g.name, g.standing, c.id, o.id, s.id, g.certainty, g.doubt, p.path
    from good as g
    left join category as c on c.number = g.category
    left join category as o on o.number = g.offered
    left join category as s on s.number = g.suggested
    left join source_path as p on p.number = g.path
"""

#: A standing above all there are.
_BEFORE_ALL = 32_767

_ARTICLE = """
    select a.merchant, a.article, a.name, a.standing, c.id, o.id, a.doubt
    from article as a
    left join category as c on c.number = a.category
    left join category as o on o.number = a.offered
"""


def read_goods(conn: Connection, gtins: Sequence[int]) -> list[JudgedGood]:
    """The goods of these barcodes that are kept, in any order."""
    return [_good(row) for row in conn.execute(f"{_GOOD} where g.gtin = any (%(gtins)s)", {"gtins": list(gtins)})]


def read_goods_to_review(
    conn: Connection, *, standings: Sequence[Standing], limit: int, after: tuple[int, int] | None = None
) -> list[JudgedGood]:
    """Goods that wait for a person: contradictions first, then by barcode; after a standing and a barcode."""
    standing, gtin = after or (_BEFORE_ALL, 0)
    rows = conn.execute(
        f"""
        {_GOOD}
        where g.standing = any (%(standings)s) and (g.standing, -g.gtin) < (%(standing)s, -%(gtin)s::bigint)
        order by g.standing desc, g.gtin
        limit %(limit)s
        """,
        {"standings": [int(one) for one in standings], "limit": limit, "standing": standing, "gtin": gtin},
    )
    return [_good(row) for row in rows]


def count_goods_to_review(conn: Connection) -> dict[Standing, int]:
    """How many goods wait, by their standing."""
    rows = conn.execute("select standing, count(*) from good where standing in (2, 3) group by standing")
    return {Standing(standing): count for standing, count in rows}


def read_articles_to_review(
    conn: Connection,
    *,
    merchant: int | None,
    standings: Sequence[Standing],
    limit: int,
    after: ArticlesPlace | None = None,
) -> list[JudgedArticle]:
    """Articles that wait for a person, of one merchant or of all."""
    rows = conn.execute(
        f"""
        {_ARTICLE}
        where a.standing = any (%(standings)s) and a.merchant = coalesce(%(merchant)s, a.merchant)
            and (
                %(after_article)s::text is null
                or a.standing < %(after_standing)s
                or a.standing = %(after_standing)s
                    and (a.merchant, a.article collate "C") > (%(after_merchant)s, %(after_article)s)
            )
        order by a.standing desc, a.merchant, a.article collate "C"
        limit %(limit)s
        """,
        {
            "standings": [int(one) for one in standings],
            "merchant": merchant,
            "limit": limit,
            "after_standing": None if after is None else int(after.standing),
            "after_merchant": None if after is None else after.merchant,
            "after_article": None if after is None else after.article,
        },
    )
    return [_article(row) for row in rows]


def read_article(conn: Connection, *, merchant: int, article: str) -> JudgedArticle | None:
    """An article; None when the merchant has not handed it in."""
    row = conn.execute(
        f"{_ARTICLE} where a.merchant = %(merchant)s and a.article = %(article)s",
        {"merchant": merchant, "article": article},
    ).fetchone()
    return None if row is None else _article(row)


def decide_goods(conn: Connection, decisions: Sequence[Decision], *, directory: int) -> int:
    """Write decisions down; gives for how many goods the category tills see has changed."""
    rows = conn.execute(
        f"""
        update good as g
        set category = c.number, standing = case when c.number is null then {_SET_ASIDE} else {_REVIEWED} end,
            suggested = null, certainty = null, doubt = null,
            changed = case when g.category is distinct from c.number then %(directory)s else g.changed end
        from unnest(%(gtins)s::bigint[], %(categories)s::text[]) as d (gtin, category)
        left join category as c on c.id = d.category
        where g.gtin = d.gtin
        returning g.changed = %(directory)s
        """,  # noqa: S608 - put together from our own constants
        {
            "directory": directory,
            "gtins": [one.gtin for one in decisions],
            "categories": [one.category for one in decisions],
        },
    )
    return sum(is_changed for (is_changed,) in rows)


def decide_article(conn: Connection, decision: ArticleDecision, *, directory: int) -> int:
    """Write a decision on an article down; gives 1 when the category tills see has changed."""
    rows = conn.execute(
        f"""
        update article as a
        set category = c.number, doubt = null,
            standing = case when c.number is null then {_SET_ASIDE} else {_REVIEWED} end,
            changed = case when a.category is distinct from c.number then %(directory)s else a.changed end
        from (select %(category)s::text as id) as d
        left join category as c on c.id = d.id
        where a.merchant = %(merchant)s and a.article = %(article)s
        returning a.changed = %(directory)s
        """,  # noqa: S608 - put together from our own constants
        {
            "directory": directory,
            "category": decision.category,
            "merchant": decision.merchant,
            "article": decision.article,
        },
    )
    return sum(is_changed for (is_changed,) in rows)


def reopen_good(conn: Connection, before: JudgedGood, *, directory: int) -> None:
    """Let a good wait again as it did, without a category."""
    conn.execute(
        """
        update good as g
        set category = null, standing = %(standing)s, certainty = %(certainty)s, doubt = %(doubt)s,
            suggested = (select number from category where id = %(suggested)s),
            changed = case when g.category is null then g.changed else %(directory)s end
        where g.gtin = %(gtin)s
        """,
        {
            "gtin": int(before.gtin),
            "standing": int(before.standing),
            "suggested": before.suggested,
            "certainty": None if before.certainty is None else round(before.certainty * 100),
            "doubt": before.doubt,
            "directory": directory,
        },
    )


def reopen_article(conn: Connection, before: JudgedArticle, *, directory: int) -> None:
    """Let an article wait again as it did, without a category."""
    conn.execute(
        """
        update article as a
        set category = null, standing = %(standing)s, doubt = %(doubt)s,
            changed = case when a.category is null then a.changed else %(directory)s end
        where a.merchant = %(merchant)s and a.article = %(article)s
        """,
        {
            "merchant": before.merchant,
            "article": before.article,
            "standing": int(before.standing),
            "doubt": before.doubt,
            "directory": directory,
        },
    )


def _good(
    row: tuple[str, str, int, str | None, str | None, str | None, int | None, str | None, str | None],
) -> JudgedGood:
    gtin, name, standing, category, offered, suggested, certainty, doubt, path = row
    share = None if certainty is None else certainty / 100
    return JudgedGood(gtin, name, Standing(standing), category, offered, suggested, share, doubt, path)


def _article(row: tuple[int, str, str, int, str | None, str | None, str | None]) -> JudgedArticle:
    merchant, article, name, standing, category, offered, doubt = row
    return JudgedArticle(merchant, article, name, Standing(standing), category, offered, doubt)
