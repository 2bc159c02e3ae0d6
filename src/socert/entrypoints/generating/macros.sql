-- Chance from a key: the same key and name draw the same number, whatever else is drawn and in which order.
-- Hashing a key together with a name only turns some of its bits; the second hash makes two names independent.
create or replace temp macro key_of(key, name) as hash(hash(key, name));

-- From 0 to 1, without 1.
create or replace temp macro draw(key, name) as (key_of(key, name) >> 11)::double / 9007199254740992;

-- True with this probability.
create or replace temp macro chance(key, name, share) as draw(key, name) < share;

-- A whole number from 0 to below `many`.
create or replace temp macro whole(key, name, many) as floor(draw(key, name) * many)::bigint;

-- One thing of a list.
create or replace temp macro one_of(key, name, things) as things[whole(key, name, len(things)) + 1];
