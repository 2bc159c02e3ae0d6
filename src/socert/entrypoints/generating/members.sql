-- Everybody in those households: their number, their place in it, age and sex.
create or replace temp table member as
with placed as (
    select
        before + place + 1 as person,
        household.number as household,
        household.key as household_key,
        key_of(household.key, place) as key,
        kind,
        size,
        adults,
        elders,
        children as household_children,
        youngest_months,
        place,
        case
            when place = 0 then 'first'
            when place < adults then 'second'
            when place = adults and elders > 0 then 'elder'
            when place < adults + elders then 'second_elder'
            else 'child'
        end as role,
        case when role = 'child' then child_months[place - adults - elders + 1] end as months,
        first_age,
        second_age,
        elder_age
    from household, unnest(range(size)) as places(place)
)
select
    * exclude (first_age, second_age, elder_age),
    case role
        when 'first' then first_age
        when 'second' then second_age
        when 'elder' then elder_age
        when 'second_elder' then elder_age + whole(key, 'older', 6)
        else months // 12
    end::bigint as age,
    case role
        when 'first' then adults = 2 or chance(
            key,
            'woman',
            case kind when 'old_single' then 0.76 when 'single' then 0.47 when 'grown_child' then 0.45 else 0.91 end
        )
        when 'elder' then elders = 2 or chance(key, 'woman', 0.8)
        when 'child' then chance(key, 'woman', 0.487)
        else false
    end as woman
from placed;
