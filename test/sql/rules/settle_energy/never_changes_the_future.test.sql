-- Three thousand random states; two instants after each.
select plan(8);

select setseed(0.20260301);
create temp table samples as
select test.rules(jsonb_build_object('energy_max', max, 'energy_overfill', overfill, 'energy_refill_amount', amount, 'energy_refill_seconds', seconds)) as rules,
  test.state(jsonb_build_object('energy', floor(random() * (max + overfill + 1))::int)) as state, earlier, earlier + wait as later
from (
  select 1 + floor(random() * 200)::int as max, floor(random() * 3)::int * 15 as overfill, 1 + floor(random() * 10)::int as amount,
    1 + floor(random() * case when n % 2 = 0 then 100 else 10000 end)::int as seconds,
    '2026-03-01 00:00+00'::timestamptz + floor(random() * case n % 3 when 0 then 100 when 1 then 20000 else 100000000 end) * interval '1 second' as earlier,
    floor(random() * case n % 5 when 0 then 0 when 1 then 3 when 2 then 1000 when 3 then 20000 else 1000000 end) * interval '1 second' as wait
  from generate_series(1, 3000) as n
) as s;

create temp table settled as
select (rules).energy_max, (rules).energy_refill_amount, (rules).energy_refill_seconds, state, earlier, later,
  app_rules.settle_energy(state, rules, earlier) as once,
  app_rules.settle_energy(app_rules.settle_energy(state, rules, earlier), rules, later) as twice,
  app_rules.settle_energy(state, rules, later) as direct
from samples;

select is_empty($$select * from settled where twice is distinct from direct$$, 'settling in between leaves the same energy and the same anchor');
select is_empty($$select * from settled where (once).energy < (state).energy or (direct).energy < (once).energy$$, 'energy never falls by itself');
select is_empty($$select * from settled where (direct).energy > greatest((state).energy, energy_max)$$, 'nor refills past the maximum');
select is_empty($$select * from settled where (direct).energy_anchor > later
    or (direct).energy < energy_max and later - (direct).energy_anchor >= energy_refill_seconds * interval '1 second'$$,
  'less than one interval is left over');
select is_empty($$select * from settled where (direct).energy <> case
    when (state).energy >= energy_max then (state).energy
    else least(energy_max, (state).energy + energy_refill_amount
      * div(extract(epoch from later)::bigint - extract(epoch from (state).energy_anchor)::bigint, energy_refill_seconds)) end$$,
  'the value is that of the formula, reckoned in whole seconds');
select is_empty($$
  select * from settled as s, lateral (select
    app_rules.energy_next_at((once).energy, (once).energy_anchor, energy_max, energy_refill_seconds) as next_at,
    app_rules.energy_full_at((once).energy, (once).energy_anchor, energy_max, energy_refill_amount, energy_refill_seconds) as full_at) as p
  where ((once).energy >= energy_max) <> (next_at is null) or (next_at is null) <> (full_at is null)
    or app_rules.energy_value((once).energy, (once).energy_anchor, next_at - interval '1 microsecond', energy_max, energy_refill_amount, energy_refill_seconds) > (once).energy
    or app_rules.energy_value((once).energy, (once).energy_anchor, next_at, energy_max, energy_refill_amount, energy_refill_seconds) <= (once).energy
    or app_rules.energy_value((once).energy, (once).energy_anchor, full_at - interval '1 microsecond', energy_max, energy_refill_amount, energy_refill_seconds) >= energy_max
    or app_rules.energy_value((once).energy, (once).energy_anchor, full_at, energy_max, energy_refill_amount, energy_refill_seconds) <> energy_max
$$, 'the next refill and the full one come exactly when they are foretold');
select is_empty($$
  select * from settled
  where row((jsonb_populate_record(direct, jsonb_build_object('energy', (state).energy, 'energy_anchor', (state).energy_anchor))).*) is distinct from row((state).*)
$$, 'nothing but energy and its anchor changes');
select cmp_ok((select count(*) from settled where (direct).energy < energy_max and (direct).energy > (state).energy), '>', 300::bigint, 'many of them were refilled in part');
