select plan(7);
select test.set_clock('2026-03-01 12:00+00');
select test.sign_in('alice');

select is((select (c.day, c.mark, c.checked_in_at, c.already_checked_in, c.freezes_used)::text from app_public.check_in() as c),
  row('2026-03-01'::date, 'check_in'::app_public.mark, '2026-03-01 12:00+00'::timestamptz, false, 0)::text,
  'a first check-in needs no bootstrap: it is made on the UTC day');
select is((select array_agg(j.kind order by j.sequence_number) from app_public.journal_entries as j),
  '{bootstrap,check_in,claim}'::app_public.journal_kind[], 'the starting state is an entry of its own, before the check-in');
select is((test.stored('alice')).zone, 'UTC', 'the zone is UTC when neither token nor call says otherwise');
select is((test.stored('alice')).energy, 70, 'the check-in energy comes on top of the starting energy');

select set_config('app.zone', 'Pacific/Kiritimati', false);
select test.sign_in('bob');
select is((select c.day from app_public.check_in() as c), '2026-03-02'::date, 'the token''s zone decides the first day');
select is((test.stored('bob')).zone, 'Pacific/Kiritimati', 'and is kept');

select set_config('app.zone', 'Nowhere/Else', false);
select test.sign_in('carol');
select is((select (c.state).zone from app_public.check_in() as c), 'UTC', 'a zone that is not ours in a token is no obstacle');
