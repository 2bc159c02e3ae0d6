-- Residents and their carriers, merchants with outlets and tills, categories and goods.

-- room: people
create table resident (
    holder bigint primary key constraint holder_is_random check (holder > 0),
    lane smallint not null,
    registered_at timestamptz not null,
    erased_at timestamptz
);
comment on table resident is 'A person known to the region, by a random number; the ledger knows nothing else of them.';

-- room: people
create table identity (
    holder bigint primary key references resident (holder),
    snils text not null constraint one_snils_one_person unique,
    last_name text not null,
    first_name text not null,
    patronymic text,
    birth_date date not null,
    district text not null
);
comment on table identity is 'Who a resident is. Beside the ledger, and can be erased (152-ФЗ) without touching it.';

-- room: people
create table representation (
    id uuid primary key,
    representative bigint not null references resident (holder),
    represented bigint not null references resident (holder),
    valid_from timestamptz not null,
    valid_until timestamptz not null,
    constraint nobody_represents_themselves check (representative <> represented),
    constraint a_representation_has_dates check (valid_until > valid_from)
);
comment on table representation is 'Who may shop for whom, and from when until when.';

-- room: people
create table carrier (
    hash uuid primary key,
    holder bigint not null references resident (holder),
    lane smallint not null,
    kind text not null constraint carrier_kind_is_known check (kind in ('card')),
    last_four text not null,
    status smallint not null constraint carrier_status_is_known check (status in (1, 2)),
    representation uuid references representation (id),
    valid_from timestamptz not null,
    valid_until timestamptz,
    constraint a_carrier_has_dates check (valid_until is null or valid_until > valid_from)
);
create index carrier_of_holder on carrier (holder);
comment on table carrier is
    'A card as keyed hash and last four digits. It opens exactly one resident; a representative holds one per person represented. Status 1 active, 2 blocked.';

-- room: providers
create table merchant (
    id integer generated always as identity primary key,
    inn text not null constraint one_inn_one_merchant unique,
    ogrn text not null,
    title_ru text not null,
    title_en text not null,
    joined_at timestamptz not null
);

-- room: providers
create table outlet (
    id integer generated always as identity primary key,
    merchant integer not null references merchant (id),
    code text not null,
    title text not null,
    address text not null,
    district text not null,
    constraint one_code_one_outlet unique (merchant, code)
);

-- room: providers
create table till (
    id integer generated always as identity primary key,
    outlet integer not null references outlet (id),
    code text not null,
    is_suspended boolean not null default false,
    constraint one_code_one_till unique (outlet, code)
);

alter table credential
    add constraint credential_of_a_merchant foreign key (merchant) references merchant (id),
    add constraint credential_of_a_till foreign key (till) references till (id);

-- room: catalogue
create table category (
    number smallint generated always as identity primary key,
    id text not null constraint one_id_one_category unique,
    parent smallint references category (number),
    title_ru text not null,
    title_en text not null
);
create unique index one_root_category on category ((parent is null)) where parent is null;
comment on table category is 'A category is never removed and its number never used again: history and programmes name it.';

-- room: catalogue
create table category_parent (
    category smallint not null references category (number),
    parent smallint references category (number),
    since timestamptz not null,
    primary key (category, since)
);
comment on table category_parent is
    'Below what a category lay since when, so that a purchase is judged by the tree of its own time. Only added to.';

-- room: catalogue
create table good (
    gtin bigint primary key constraint gtin_has_14_digits check (gtin between 1 and 99999999999999),
    name text not null,
    category smallint references category (number),
    source text not null
);
comment on table good is 'A barcode, its name and its category; without a category it is not classified and not covered.';

-- room: catalogue
create table article (
    merchant integer not null references merchant (id),
    article text not null,
    name text not null,
    category smallint references category (number),
    handed_in_at timestamptz not null,
    primary key (merchant, article)
);
comment on table article is 'A merchant''s own codes: weighed goods and whatever carries no public barcode.';

-- The tree is changed by one at a time. A function, because whoever may change some columns only may not lock a table.
create function lock_categories() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    lock table category in share row exclusive mode;
end $$;
revoke all on function lock_categories() from public;
grant execute on function lock_categories() to {{application}};

create function keep_resident_erased() returns trigger language plpgsql as $$
begin
    if old.erased_at is not null and new.erased_at is distinct from old.erased_at then
        raise exception 'an erased resident stays erased' using errcode = 'SC013';
    end if;
    return new;
end $$;

create trigger resident_stays_erased before update on resident
    for each row execute function keep_resident_erased();

grant select, insert on resident, identity, representation, carrier, merchant, outlet, till, category, category_parent,
    good, article to {{application}};
grant update (erased_at) on resident to {{application}};
grant update (hash, last_four, status) on carrier to {{application}};
grant update (is_suspended) on till to {{application}};
grant update (parent, title_ru, title_en) on category to {{application}};
grant update (name, category, source) on good to {{application}};
grant update (name, category, handed_in_at) on article to {{application}};
grant delete on identity to {{application}};
