-- Services beside goods: a root of their own in the tree of categories. Programmes say in a few sentences what they are.

drop index one_root_category;
create unique index one_root_of_goods on category ((parent is null)) where parent is null and id <> 'services';
comment on column category.parent is 'Null for the root of goods, and for the category services, the root of what is no goods.';

alter table programme
    add column summary_ru text,
    add column summary_en text,
    add constraint a_summary_is_in_both_languages check ((summary_ru is null) = (summary_en is null));
comment on column programme.summary_ru is 'What a resident reads of the programme, one to three sentences; null where its file has none.';
grant update (summary_ru, summary_en) on programme to {{application}};
