\set number random(0, :certificates - 1)
\set till random(:first_till, :last_till)
select bench.purchase(:number, :till);
