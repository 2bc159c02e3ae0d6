-- Households first_household to before after_household: what kind they are, of how many people, how old those are.
-- The last one is cut to the room that is left, and becomes what so many people can be.
create or replace temp table household as
with drawn as (
    select
        number,
        key_of($seed::bigint, number) as key,
        draw(key, 'kind') as chosen,
        draw(key, 'children') as brood,
        case
            when chosen < 0.19 then 'old_single'
            when chosen < 0.39 then 'single'
            when chosen < 0.50 then 'old_couple'
            when chosen < 0.61 then 'couple'
            when chosen < 0.70 then 'one_parent'
            when chosen < 0.90 then 'two_parents'
            when chosen < 0.95 then 'three_generations'
            else 'grown_child'
        end as kind,
        case
            when kind not in ('one_parent', 'two_parents', 'three_generations') then 0
            when brood < 0.52 then 1
            when brood < 0.87 then 2
            when brood < 0.965 then 3
            when brood < 0.985 then 4
            else 5 + whole(key, 'many children', 3)
        end as children,
        case
            when kind in ('old_couple', 'couple', 'two_parents') then 2
            when kind = 'three_generations' and chance(key, 'both parents', 0.6) then 2
            else 1
        end as adults,
        case
            when kind = 'three_generations' and chance(key, 'both grandparents', 0.3) then 2
            when kind in ('three_generations', 'grown_child') then 1
            else 0
        end as elders
    from range($first_household::bigint, $after_household::bigint) as numbers(number)
),
counted as (
    select
        *,
        adults + elders + children as people,
        $people_before::bigint + sum(people) over (order by number) - people as before,
        least(people, $count::bigint - before)::bigint as room
    from drawn
),
cut as (
    select
        number,
        key,
        before::bigint as before,
        room as size,
        case
            when room = people then kind
            when room = 1 then 'single'
            when room = 2 then 'couple'
            else 'two_parents'
        end as kind,
        case when room = people then adults else least(room, 2) end as adults,
        case when room = people then elders else 0 end as elders,
        case when room = people then children else greatest(room - 2, 0) end as children
    from counted
    where room > 0
),
born as (
    select
        *,
        case when children > 0 then whole(key, 'youngest', 216) end as youngest_months,
        -- Brothers and sisters are rather near in age.
        list_transform(
            range(children),
            lambda i: youngest_months
                + case
                    when i = 0 then 0
                    else floor((216 - youngest_months) * draw(key_of(key, i), 'older') * draw(key_of(key, i), 'how much'))
                end::bigint
        ) as child_months,
        list_max(child_months) // 12 as oldest
    from cut
)
select
    * exclude (oldest),
    case
        when children > 0 then oldest + 18 + whole(key, 'parent', 23)
        when kind = 'grown_child' then 58 + whole(key, 'elder', 34) - 19 - whole(key, 'grown', 17)
        when kind = 'single' then 18 + whole(key, 'age', 42)
        when kind = 'couple' then 20 + whole(key, 'age', 40)
        when kind = 'old_couple' then 60 + whole(key, 'age', 26)
        -- Few live to see a hundred.
        else 60 + whole(key, 'age', 30) + case when chance(key, 'long life', 0.02) then whole(key, 'longer', 15) else 0 end
    end as first_age,
    case
        when kind = 'three_generations' then first_age + 19 + whole(key, 'elder', 16)
        when kind = 'grown_child' then 58 + whole(key, 'elder', 34)
    end as elder_age,
    greatest(first_age - 3 + whole(key, 'partner', 10), case when kind = 'old_couple' then 58 else 18 end) as second_age
from born
order by number;
