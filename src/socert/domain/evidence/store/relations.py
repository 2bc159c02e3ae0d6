"""The tables whose rows are sealed, with their columns as digests take them. A digest once made never changes its form.

Instants are microseconds since 1970, days days since then, digests hexadecimal, JSON its own text.
"""

from dataclasses import dataclass
from typing import LiteralString


@dataclass(frozen=True, slots=True)
class Relation:
    """A table: the column its rows are numbered by in the order of writing, and all others as SQL."""

    name: LiteralString
    entry: LiteralString
    fields: LiteralString


RELATIONS = (
    Relation("audit_event", "id", "microseconds(at), actor, role, action, subject, purpose, details::text"),
    Relation("certificate_event", "id", "certificate::text, lane, event, microseconds(at), operation::text, reason"),
    Relation(
        "issue_list",
        "entry",
        "id::text, programme, encode(sha256, 'hex'), file_name, rows_in, rows_issued, rows_refused, rows_failed,"
        " issued_kopecks, microseconds(at), operation::text",
    ),
    Relation("issue_row", "entry", "list::text, line, outcome, code, sentence_ru, sentence_en"),
    Relation(
        "programme_version",
        "number",
        "programme, valid_from - date '1970-01-01', encode(sha256, 'hex'), document, microseconds(published_at)",
    ),
    Relation("category_parent", "entry", "category, parent, microseconds(since)"),
    Relation(
        "till_day",
        "id",
        "till, day - date '1970-01-01', reported::text, counted::text, is_equal::integer, microseconds(at)",
    ),
    Relation("period", "id", "microseconds(starts_at), microseconds(ends_at), microseconds(closed_at)"),
    Relation("claim_source", "entry", "claim::text, lane, source, amount, carried"),
    Relation(
        "decision_issue",
        "entry",
        "id::text, programme, encode(decisions_sha256, 'hex'), encode(people_sha256, 'hex'), file_name,"
        " decided_on - date '1970-01-01', region, version, seed, people_in, issued, queued, refused, not_entitled,"
        " needs_evidence, without_row, issued_kopecks, queued_kopecks, microseconds(at), operation::text",
    ),
    Relation("decision_refusal", "entry", "issue::text, line, person, outcome, code, sentence_ru, sentence_en"),
)
