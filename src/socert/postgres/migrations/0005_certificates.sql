-- Certificates: the right of one recipient under one programme for one period.

-- room: certificates
create table certificate (
    id uuid not null,
    lane smallint not null,
    holder bigint not null,
    programme integer not null references programme (number),
    version integer not null references programme_version (number),
    budget_year smallint not null,
    status smallint not null constraint certificate_status_is_known check (status between 1 and 4),
    valid_from timestamptz not null,
    valid_until timestamptz not null,
    issued_by uuid not null,
    primary key (id, lane),
    constraint a_certificate_has_dates check (valid_until > valid_from)
);
create unique index one_current_certificate_a_person on certificate (holder, programme, lane) where status in (1, 2);
create index certificate_of_holder on certificate (holder);
comment on table certificate is 'Status 1 active, 2 blocked, 3 ended, 4 cancelled; the table of transitions stands in the room''s model.';

-- room: certificates
create table certificate_event (
    id bigint generated always as identity primary key,
    certificate uuid not null,
    lane smallint not null,
    event text not null,
    at timestamptz not null,
    operation uuid not null,
    reason text not null
);
comment on table certificate_event is 'The life of a certificate after its issue. Only added to.';

-- room: certificates
create table issue_list (
    id uuid primary key,
    programme integer not null references programme (number),
    sha256 bytea not null,
    file_name text not null,
    rows_in integer not null,
    rows_issued integer not null,
    rows_refused integer not null,
    rows_failed integer not null,
    issued_kopecks bigint not null,
    at timestamptz not null,
    operation uuid,
    constraint the_same_list_is_issued_once unique (programme, sha256),
    constraint a_list_is_reconciled check (rows_in = rows_issued + rows_refused + rows_failed)
);

-- room: certificates
create table issue_row (
    list uuid not null references issue_list (id),
    line integer not null,
    outcome text not null constraint row_outcome_is_known check (outcome in ('refused', 'failed')),
    code text not null,
    sentence_ru text not null,
    sentence_en text not null,
    primary key (list, line)
);
comment on table issue_row is 'The rows of a list that got no certificate, each with its reason.';

grant select, insert on certificate, certificate_event, issue_list, issue_row to {{application}};
grant update (status) on certificate to {{application}};
