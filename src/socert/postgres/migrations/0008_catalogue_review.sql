-- Where a good's category comes from, what its name says against it, what is suggested, and who looked at it.

-- room: catalogue
create table source_path (
    number integer primary key,
    source text not null,
    path text not null,
    constraint one_path_a_source unique (source, path)
);
comment on table source_path is 'The categories of the lists goods were imported from, as those lists write them.';

alter table good
    add column standing smallint not null default 4
        constraint a_goods_standing_is_known check (standing in (1, 2, 3, 4)),
    add column path integer,
    add column offered smallint,
    add column suggested smallint,
    add column certainty smallint constraint a_goods_certainty_is_per_cent check (certainty between 0 and 100),
    add column doubt text,
    add column changed bigint not null default 0;
update good set standing = 2 where category is null;
alter table good
    add constraint only_a_good_to_review_has_no_category check ((category is null) = (standing in (2, 3))),
    add constraint a_contradiction_is_explained check (standing <> 3 or doubt is not null);
create index good_to_review on good (standing, gtin) where standing in (2, 3);
create index good_changed on good (changed);
comment on column good.standing is '1 settled by its source, 2 not classified, 3 its name contradicts its category, 4 reviewed by a person.';
comment on column good.path is 'The number of the source''s own category (source_path); null where a list gave ours.';
comment on column good.offered is 'Our category for that path, kept aside while the good waits for review.';
comment on column good.suggested is 'What its name suggests; certainty in per cent, doubt the words that spoke.';
comment on column good.changed is 'The number of the directory with which its category last changed: tills read what is newer than theirs.';

alter table article
    add column standing smallint not null default 1
        constraint an_articles_standing_is_known check (standing in (1, 2, 3, 4)),
    add column offered smallint,
    add column suggested smallint,
    add column doubt text,
    add column changed bigint not null default 0;
update article set standing = 2 where category is null;
update article set offered = category;
alter table article
    add constraint only_an_article_to_review_has_no_category check ((category is null) = (standing in (2, 3)));
create index article_to_review on article (merchant, article) where standing in (2, 3);
create index article_changed on article (changed);
comment on column article.standing is 'As of good: 1 as handed in, 2 not classified, 3 contradictory, 4 reviewed by a person.';
comment on column article.offered is 'The category the merchant gave, kept aside while the article waits for review.';

-- room: catalogue
create unlogged table import_row (
    line integer not null,
    gtin bigint not null,
    name text not null,
    path integer not null,
    category smallint,
    offered smallint,
    standing smallint not null,
    suggested smallint,
    certainty smallint,
    doubt text
);
comment on table import_row is 'The rows of the list that is being imported; empty between imports.';

grant select, insert on source_path to {{application}};
grant select, insert, truncate on import_row to {{application}};
grant update (standing, path, offered, suggested, certainty, doubt, changed) on good to {{application}};
grant update (standing, offered, suggested, doubt, changed) on article to {{application}};

-- Goods are changed by one list at a time. A function, as for the tree.
create function lock_goods() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    lock table good in share row exclusive mode;
end $$;
revoke all on function lock_goods() from public;
grant execute on function lock_goods() to {{application}};
