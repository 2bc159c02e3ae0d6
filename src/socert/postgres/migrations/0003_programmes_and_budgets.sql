-- Programme files and the money behind them.

-- room: programmes
create table programme (
    number integer generated always as identity primary key,
    id text not null constraint one_id_one_programme unique,
    title_ru text not null,
    title_en text not null,
    is_sensitive boolean not null
);

-- room: programmes
create table programme_version (
    number integer generated always as identity primary key,
    programme integer not null references programme (number),
    valid_from date not null,
    sha256 bytea not null,
    document text not null,
    published_at timestamptz not null,
    constraint one_version_from_a_day unique (programme, valid_from)
);
comment on table programme_version is 'A published version, with its hash. Never changed; a new rule is a new version.';

-- room: providers
create table agreement (
    id integer generated always as identity primary key,
    merchant integer not null references merchant (id),
    programme integer not null references programme (number),
    valid_from timestamptz not null,
    valid_until timestamptz,
    constraint an_agreement_has_dates check (valid_until is null or valid_until > valid_from),
    constraint one_agreement_at_a_time exclude using gist (
        int4range(merchant, merchant, '[]') with &&,
        int4range(programme, programme, '[]') with &&,
        tstzrange(valid_from, valid_until) with &&
    )
);

-- room: budgets
create table funding_source (
    number integer generated always as identity primary key,
    id text not null constraint one_id_one_source unique
);

-- room: budgets
create table appropriation (
    number integer generated always as identity primary key,
    programme integer not null references programme (number),
    source integer not null references funding_source (number),
    budget_year smallint not null,
    budget_code text not null,
    limit_kopecks bigint not null constraint a_limit_is_positive check (limit_kopecks > 0),
    reserved_kopecks bigint not null default 0,
    constraint one_appropriation_a_year unique (programme, source, budget_year),
    constraint never_reserve_beyond_the_limit check (reserved_kopecks between 0 and limit_kopecks)
);
comment on table appropriation is 'How much of whose money a programme may reserve in a year (лимиты бюджетных обязательств).';

grant select on programme, programme_version, agreement, funding_source, appropriation to {{application}};
grant insert on programme, programme_version, agreement, funding_source, appropriation to {{application}};
grant update (title_ru, title_en) on programme to {{application}};
grant update (valid_until) on agreement to {{application}};
grant update (budget_code, limit_kopecks, reserved_kopecks) on appropriation to {{application}};
