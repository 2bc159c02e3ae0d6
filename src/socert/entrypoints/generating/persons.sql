-- What everybody is called, invented: number, СНИЛС, names, birth date, district and, for most, a card.
create or replace temp table named as
with numbered as (
    select
        *,
        lpad(($snils_first::bigint + person)::varchar, 9, '0') as nine,
        $card_prefix || lpad(person::varchar, 8, '0') as fifteen,
        list_sum(list_transform(range(1, 10), lambda i: nine[i]::bigint * (10 - i))) as snils_sum,
        -- Luhn: of fifteen digits every second one counts twice, the first among them.
        list_sum(list_transform(range(1, 16), lambda i: case
            when i % 2 = 0 then fifteen[i]::bigint
            else fifteen[i]::bigint * 2 - case when fifteen[i]::bigint > 4 then 9 else 0 end
        end)) as card_sum
    from life
)
select
    person,
    nine[1:3] || '-' || nine[4:6] || '-' || nine[7:9] || ' ' || lpad((snils_sum % 101 % 100)::varchar, 2, '0') as snils,
    -- A family goes by one name.
    case when woman then one_of(household_key, 'last name', $surnames_female) else one_of(household_key, 'last name', $surnames_male) end
        as last_name,
    case when woman then one_of(key, 'first name', $names_female) else one_of(key, 'first name', $names_male) end as first_name,
    case when woman then one_of(key, 'patronymic', $patronymics_female) else one_of(key, 'patronymic', $patronymics_male) end
        as patronymic,
    ($date::date - to_months(coalesce(months, age * 12)::integer)
        - to_days(whole(key, 'birthday', case when months is null then 360 else 28 end)::integer))::date as birth_date,
    one_of(household_key, 'district', $districts) as district,
    case when chance(key, 'card', $card_share) then fifteen || (10 - card_sum % 10) % 10 end as card
from numbered;
