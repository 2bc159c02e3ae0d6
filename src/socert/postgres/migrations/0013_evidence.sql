-- Evidence that history was not altered: seals over what no chain covers, and what installation signed checkpoints name.

alter table installation add column id uuid not null default gen_random_uuid();

-- Numbers in the order of writing, so that seals know where they ended.
alter table issue_list add column entry bigint generated always as identity;
alter table issue_row add column entry bigint generated always as identity;
alter table category_parent add column entry bigint generated always as identity;
alter table claim_source add column entry bigint generated always as identity;

-- room: evidence
create table sealed_row (
    relation text not null,
    entry bigint not null,
    digest bytea not null,
    operation uuid not null,
    primary key (relation, entry)
);
comment on table sealed_row is
    'The SHA-256 of each row of history outside the chains, as it was when sealed; the operation that sealed it, in the office chain, has their sum.';

-- The number up to which every row of a table is committed or never will be: waits for those who are writing to it now.
create function settled_entry(p_relation text, p_column text) returns bigint
    language plpgsql security definer set search_path to public, pg_temp set lock_timeout to '2s'
    as $$
declare
    v_entry bigint;
begin
    if p_relation not in ('audit_event', 'certificate_event', 'issue_list', 'issue_row', 'programme_version',
        'category_parent', 'till_day', 'period', 'claim_source') then
        raise exception 'no table of history: %', p_relation;
    end if;
    begin
        execute format('lock table %I in share row exclusive mode', p_relation);
        execute format('select coalesce(max(%I), 0) from %I', p_column, p_relation) into v_entry;
        -- Undone at once, so that the lock is held for an instant only and never beside another one.
        raise exception 'let go' using errcode = 'SC014';
    exception when sqlstate 'SC014' then
        null;
    end;
    return v_entry;
end $$;
revoke all on function settled_entry(text, text) from public;
grant execute on function settled_entry(text, text) to {{application}};

grant select, insert on sealed_row to {{application}};
