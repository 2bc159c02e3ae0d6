-- What is true of everybody: one column a fact, under its name in facts.yaml, and what the facts rest on.
create or replace temp table life as
with body as (
    select
        *,
        year($date::date) - age as born,
        role in ('first', 'second') and household_children > 0 as parent,
        case
            when age < 18 then 0.024
            when age < 40 then 0.02
            when age < 60 then 0.06
            when age < 75 then 0.15
            else 0.35
        end as disability_share,
        case
            when not chance(key, 'disability', disability_share) then 'none'
            when age < 18 then 'child'
            when draw(key, 'group') < 0.11 then 'first'
            when draw(key, 'group') < 0.56 then 'second'
            else 'third'
        end as disability_group,
        age >= case when woman then 59 else 64 end as old,
        old or disability_group <> 'none' as pensioner,
        case
            when born <= 1928 and chance(key, 'war', 0.5) then 'war'
            when born <= 1934 and chance(key, 'home front', 0.4) then 'home_front'
            when not woman and age between 20 and 75 and chance(key, 'combat', 0.03) then 'combat'
            when age >= 60 and chance(key, 'labour', 0.27) then 'labour'
            else 'none'
        end as veteran_kind,
        case
            when disability_group = 'first' then 1 + whole(key, 'care', 3)
            when age >= 85 then greatest(0, whole(key, 'care', 6) - 2)
            when age >= 75 then greatest(0, whole(key, 'care', 12) - 8)
            when disability_group in ('second', 'child') then greatest(0, whole(key, 'care', 6) - 3)
            else 0
        end as care_level,
        size = 1 and age >= 60 and care_level >= 2 and chance(key, 'care home', 0.2) as in_care_home
    from member
),
work as (
    select
        *,
        -- One parent at a time; the employer keeps the place.
        parent and youngest_months < 36 and case role
            when 'first' then chance(household_key, 'leave', case when youngest_months < 18 then 0.72 else 0.38 end)
            else draw(household_key, 'leave') > 0.985
        end as on_parental_leave,
        case
            when age < 18 or age > 78 or in_care_home or disability_group = 'first' then 0
            when disability_group in ('second', 'third') then 0.22
            when pensioner then case when age < 70 then 0.28 else 0.06 end
            when age < 23 then 0.38
            else 0.85
        end as work_share,
        on_parental_leave or chance(key, 'employed', work_share) as employed,
        age between 18 and 64 and not employed and not pensioner and chance(key, 'seeks work', 0.2) as seeks_work
    from body
),
money as (
    select
        *,
        draw(key, 'wage') as skill,
        -- Skewed by powers that are multiplied out, so that every machine gets the same roubles.
        floor(case
            when on_parental_leave then 11000 + 26000 * draw(key, 'leave pay')
            when employed then 19500 + 46000 * skill + 130000 * skill * skill * skill * skill * skill
                + case when chance(key, 'rich', 0.004) then 600000 * draw(key, 'how rich') else 0 end
            when seeks_work then 3500 + 11000 * draw(key, 'benefit')
            when age >= 18 and not pensioner and chance(key, 'odd jobs', 0.45) then 32000 * draw(key, 'odd pay')
            else 0
        end
        + case
            when pensioner then 14200 + 11000 * draw(key, 'pension') + 9000 * draw(key, 'pension') * draw(key, 'service')
            else 0
        end
        + case veteran_kind when 'war' then 22000 when 'home_front' then 4000 when 'combat' then 4500 else 0 end)::bigint as income
    from work
),
home as (
    select
        *,
        sum(income) over household / size as earned,
        -- Families that earn little get a benefit for each child.
        (earned + case when earned < 17000 then 9500 * household_children / size else 0 end)::bigint as income_per_head,
        bool_or(pensioner or seeks_work or on_parental_leave) over household as has_reason
    from money
    window household as (partition by household)
)
select
    person,
    household,
    household_key,
    key,
    kind,
    months,
    chance(household_key, 'resident', 0.985) as resident,
    age,
    woman,
    size as household_size,
    size = 1 as lives_alone,
    income_per_head,
    income_per_head < 30000 and chance(household_key, 'reason', case when has_reason then 0.85 else 0.35 end)
        as income_reason_is_valid,
    pensioner,
    employed,
    seeks_work,
    case when age between 20 and 70 and chance(key, 'retrained', case when seeks_work or on_parental_leave then 0.12 else 0.015 end)
        then whole(key, 'retrained when', 84) else 600 end as retrained_months_ago,
    on_parental_leave,
    case when parent then youngest_months end as youngest_child_months,
    case when parent then household_children else 0 end as children,
    household_children > 0 and chance(
        household_key,
        'hardship',
        case when income_per_head < 19000 then 0.35 when kind = 'one_parent' or household_children > 2 then 0.18 else 0.02 end
    ) as hardship,
    disability_group,
    disability_group <> 'none' and chance(
        key,
        'aid',
        case disability_group when 'first' then 0.65 when 'second' then 0.4 when 'child' then 0.45 else 0.18 end
    ) as aid_recommended,
    case
        when not aid_recommended then null
        when disability_group = 'first' and chance(key, 'wheelchair', 0.4) then 'wheelchair'
        else one_of(key, 'aid kind', ['walking', 'hearing', 'hygiene', 'walking'])
    end as aid_kind,
    case when aid_recommended and chance(key, 'aid given', 0.6) then whole(key, 'aid when', 60) else 600 end
        as aid_given_months_ago,
    veteran_kind,
    not in_care_home and chance(key, 'television', case when veteran_kind in ('war', 'home_front') then 0.3 else 0.04 end)
        as needs_television,
    not in_care_home and chance(key, 'refrigerator', case when veteran_kind in ('war', 'home_front') then 0.25 else 0.03 end)
        as needs_refrigerator,
    not in_care_home and chance(key, 'washing', case when veteran_kind in ('war', 'home_front') then 0.28 else 0.04 end)
        as needs_washing_machine,
    care_level,
    in_care_home,
    in_care_home and chance(key, 'private', 0.3) as in_private_care_home,
    age between 18 and 65 and chance(key, 'addiction', case when woman then 0.0015 else 0.006 end) as addiction_diagnosed,
    addiction_diagnosed and chance(key, 'detoxified', 0.55) as detoxified,
    age >= 40 and chance(key, 'palliative', case when disability_group = 'first' then 0.03 when age >= 80 then 0.01 else 0.002 end)
        as palliative_referral,
    chance(key, 'sanatorium', case when pensioner then 0.3 else 0.04 end) as sanatorium_referral,
    chance(key, 'contraindication', case when age >= 70 then 0.12 else 0.05 end) as has_contraindication,
    case when chance(key, 'sanatorium before', case when sanatorium_referral then 0.5 else 0.06 end)
        then whole(key, 'sanatorium when', 72) else 600 end as sanatorium_months_ago,
    case
        when age between 7 and 15 then chance(key, 'pupil', 0.985)
        when age in (16, 17) then chance(key, 'pupil', 0.75)
        when age = 6 then chance(key, 'pupil', 0.2)
        when age = 18 then chance(key, 'pupil', 0.06)
        else false
    end as pupil,
    case when pupil then least(greatest(age - 6, 1), 11) end as school_form,
    pupil and chance(key, 'toured', 0.06) as toured_this_year,
    age between 6 and 23 and chance(key, 'sport', case when age < 18 then 0.16 else 0.05 end) as in_sports_programme,
    case
        when not in_sports_programme then 0
        when age < 9 then 1
        when age < 14 then 1 + whole(key, 'stage', 2)
        when age < 17 then 2 + whole(key, 'stage', 2)
        else 3 + whole(key, 'stage', 2)
    end as sports_stage,
    chance(
        key,
        'fit',
        case when disability_group in ('first', 'second') then 0.25 when in_sports_programme then 0.97 when age < 60 then 0.9 else 0.55 end
    ) as fit_for_sport
from home;
