-- Residents sign in at browsers with one-time codes, look their purchases up, and search goods by name.

-- A code to sign in is another thing than a code to confirm a purchase, and belongs to the browser that asked for it:
-- nobody at another browser can use it up, replace it or enter it.
alter table confirmation_code
    add purpose text not null default 'purchase'
        constraint a_code_has_a_purpose check (purpose in ('purchase', 'sign_in')),
    add browser uuid not null default '00000000-0000-0000-0000-000000000000',
    add constraint only_a_code_to_sign_in_has_a_browser
        check ((purpose = 'sign_in') = (browser <> '00000000-0000-0000-0000-000000000000')),
    add constraint only_a_purchase_uses_a_code_up check (purpose = 'purchase' or used_by is null),
    drop constraint confirmation_code_pkey,
    add primary key (card, purpose, browser);
comment on table confirmation_code is
    'The one live code of a card for purchases, and one for each browser that asks to sign in, as hashes keyed with the card key: how often it was given wrong, and the idempotency key (its digest) of the purchase it is used up by.';
comment on table code_limit is
    'How often codes were asked for a card, by a till or by a browser since an instant; a row is kept for an hour.';

-- A resident's purchases and returns, the newest first. Captures, voids and lapses are found by their parent.
create index operation_of_holder on operation (holder, at) where kind in (1, 11);

-- Words of goods' names, each by its beginning; е stands for ё.
create index good_by_words on good using gin (to_tsvector('simple', translate(name, 'ёЁ', 'еЕ')));

-- What became of one certificate.
create index certificate_event_of_certificate on certificate_event (certificate);

-- The lines of one receipt, by its instant: a range that was just filled is summarised soon, not with the next vacuum.
drop index receipt_line_in_time;
create index receipt_line_in_time on receipt_line using brin (at) with (pages_per_range = 32, autosummarize = on);
