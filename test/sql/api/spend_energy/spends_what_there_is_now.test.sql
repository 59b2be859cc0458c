select plan(20);
create function pg_temp.key(n int) returns uuid language sql immutable return lpad(n::text, 32, '0')::uuid;
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');
select app_public.bootstrap() is null;
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.spend_energy(51, pg_temp.key(1))$$, 'NR001', null, 'with 50 energy 51 cannot be spent');
select test.set_clock('2026-03-01 12:59:59.999999+00');
select throws_ok($$select app_public.spend_energy(51, pg_temp.key(1))$$, 'NR001', null, 'nor a microsecond before one more has refilled');
select is(test.fingerprint(), current_setting('test.stored'), 'a refused spend writes nothing at all');
select test.set_clock('2026-03-01 13:00+00');
select is((select row(s.took, s.gave, s.replayed, s.occurred_at, s.sequence_number, ((s.state).energy).value, (s.state).sequence_number)::text from app_public.spend_energy(51, pg_temp.key(1), 'A game.') as s),
  row(row(0, 51, 0, 0, '{}'::app_public.inventory_item[])::app_public.amounts, row(0, 0, 0, 0, '{}'::app_public.inventory_item[])::app_public.amounts, false, '2026-03-01 13:00+00'::timestamptz, 2, 0, 2)::text,
  'then it is spent, and the answer says what was taken and what is left');
select is((select row(j.kind, j.day, j.asked, j.terms, j.idempotency_key, j.operator_id, j.reverses)::text from app_public.journal_entries as j where j.sequence_number = 2),
  row('spend'::app_public.journal_kind, '2026-03-01'::date, '{"amount": 51, "reason": "A game."}'::jsonb, null::jsonb, pg_temp.key(1), null::uuid, null::bigint)::text, 'the entry keeps what was asked, and the key');
select is((select row(j.energy_refilled, j.energy_delta, j.energy, j.points_delta, j.xp_delta, j.freezes_granted, j.items_delta)::text from app_public.journal_entries as j where j.sequence_number = 2),
  row(1, -51, 0, 0, 0, 0, '{}'::jsonb)::text, 'and tells what had refilled from what was spent');
select throws_ok($$select app_public.spend_energy(1, pg_temp.key(2))$$, 'NR001', null, 'of nothing nothing can be spent');
select test.set_clock('2026-03-01 14:00+00');
select lives_ok($$select app_public.spend_energy(1, pg_temp.key(2))$$, 'but the first that has refilled');
select is((test.stored('alice')).energy, 0, 'it is all that there was');
select is((select row(j.asked)::text from app_public.journal_entries as j where j.sequence_number = 3), row('{"amount": 1, "reason": null}'::jsonb)::text, 'a spend needs no reason');

-- All that fits, and what is above the maximum.
reset role;
select test.add_user('bob', '2026-03-01 14:00+00', '{}', null, '{"energy": 100}');
select test.sign_in('bob');
select test.set_clock('2026-04-01 00:00+00');
select throws_ok($$select app_public.spend_energy(101, pg_temp.key(1))$$, 'NR001', null, 'full energy is no more however long it is full');
select is((select ((s.state).energy).value from app_public.spend_energy(100, pg_temp.key(1)) as s), 0, 'all of it can be spent; another user''s key is another key');
reset role;
select test.add_rule_version('2026-04-02 00:00+00', '{"energy_overfill": 20}');
select test.add_user('carol', '2026-04-03 00:00+00', '{}', null, '{"energy": 120}');
select test.sign_in('carol');
select throws_ok($$select app_public.spend_energy(121, pg_temp.key(1))$$, 'NR001', null, 'what is above the maximum counts, and no more');
select is((select ((s.state).energy).value from app_public.spend_energy(1, pg_temp.key(1)) as s), 119, 'it is spent first');
select is((select ((s.state).energy).value from app_public.spend_energy(119, pg_temp.key(2)) as s), 0, 'and so is the rest');

-- The limits of an amount.
select set_config('test.stored', test.fingerprint(), false);
select throws_ok($$select app_public.spend_energy(0, pg_temp.key(3))$$, 'QT001', null, 'nothing is no amount');
select throws_ok($$select app_public.spend_energy(-1, pg_temp.key(3))$$, 'QT001', null, 'less than nothing would make energy');
select throws_ok($$select app_public.spend_energy(null, pg_temp.key(3))$$, 'QT001', null, 'null is no amount');
select throws_ok($$select app_public.spend_energy(1000000, pg_temp.key(3))$$, 'NR001', null, 'the greatest amount is only too much');
select throws_ok($$select app_public.spend_energy(1000001, pg_temp.key(3))$$, 'QT001', null, 'one more is beyond the limit');
