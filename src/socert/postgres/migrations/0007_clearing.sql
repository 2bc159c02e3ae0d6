-- Closing a period, claims line by line, and what was paid.

-- room: clearing
create table period (
    id integer generated always as identity primary key,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    closed_at timestamptz not null,
    constraint a_period_has_length check (ends_at > starts_at),
    constraint periods_do_not_overlap exclude using gist (tstzrange(starts_at, ends_at) with &&)
);

-- room: clearing
create table claim (
    id uuid primary key,
    period integer not null references period (id),
    merchant integer not null references merchant (id),
    amount bigint not null,
    receipts integer not null,
    status smallint not null constraint claim_status_is_known check (status in (1, 2)),
    paid_by uuid,
    constraint one_claim_a_period unique (period, merchant)
);
comment on table claim is 'What a merchant is owed for a period, net of what was taken back. Status 1 presented, 2 paid.';

-- room: clearing
create table claim_source (
    claim uuid not null references claim (id),
    lane smallint not null,
    source integer not null references funding_source (number),
    amount bigint not null,
    primary key (claim, source, lane)
);
comment on table claim_source is 'Whose money a claim is, in kopecks; by lane, as what a merchant is owed is kept by lane.';

-- room: clearing
create table claim_line (
    claim uuid not null references claim (id),
    lane smallint not null,
    operation uuid not null,
    authorisation uuid not null,
    account bigint not null,
    amount bigint not null,
    at timestamptz not null
);
create index claim_line_of_claim on claim_line (claim);
comment on table claim_line is 'One posting to (or back from) the merchant: kopecks, negative where a purchase was undone.';

grant select, insert on period, claim, claim_source, claim_line to {{application}};
grant update (status, paid_by) on claim to {{application}};
