select plan(36);
create function pg_temp.key(n int)
returns uuid
language sql immutable
return ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid;
create function pg_temp.last(subject text)
returns bigint
language sql stable
return (test.stored(subject)).sequence_number;
create function pg_temp.state(subject text)
returns text
language sql stable
return (select concat_ws(' ', s.points, s.lifetime_points, s.energy, s.xp, s.level, s.check_ins, s.run_length, s.longest_streak, s.freezes::text, s.inventory::text)
  from test.stored(state.subject) as s);
create function pg_temp.reverse(subject text, n bigint)
returns text
language plpgsql volatile
as $$
declare
  v_subject constant text := current_setting('app.subject');
  v_answer app_public.command_result;
begin
  perform test.sign_in_operator('olga');
  v_answer := app_public.reverse_entry(test.user_id(reverse.subject), reverse.n, 'A mistake.');
  perform test.sign_in(v_subject);
  return concat_ws(' ', v_answer.sequence_number, 'gave', v_answer.gave, 'took', v_answer.took, v_answer.replayed);
end
$$;
create function pg_temp.entry(subject text)
returns text
language sql stable security definer
return (select concat_ws(' ', e.kind, e.reverses, e.points_delta, e.energy_delta, e.xp_delta, e.freezes_granted, e.items_delta::text, e.check_ins_delta, e.operator_id = test.user_id('olga'), e.asked::text, e.terms::text, e.idempotency_key)
  from app_public.journal_entries as e where e.user_id = test.user_id(entry.subject) order by e.sequence_number desc limit 1);

-- A check-in.
select test.sign_in('alice');
select test.check_in_at('2026-03-01 12:00+00') is null;
select is(pg_temp.state('alice'), '15 15 70 10 1 1 1 1 {} {}', 'a check-in and what it claimed');
select is(pg_temp.reverse('alice', 2), '4 gave (0,0,0,0,{}) took (5,20,0,0,{}) f', 'the answer says what was taken back');
select is(pg_temp.state('alice'), '10 10 50 10 1 1 1 1 {} {}', 'points and energy of a check-in; XP, streak and calendar stay');
select is(pg_temp.entry('alice'), 'reversal 2 -5 -20 0 0 {} 0 t {"reason": "A mistake.", "sequence_number": 2}', 'its entry says what was reversed, by whom and why');
select is((select c.mark from app_public.me() as m, app_public.me_calendar(m, '2026-03-01', '2026-03-01') as c), 'check_in'::app_public.mark, 'the day is still checked in');
select is((select concat_ws(' ', c.already_checked_in, (c.gave).points) from app_public.check_in() as c), 't 5', 'and is not checked in again');
select is(pg_temp.state('alice'), '10 10 50 10 1 1 1 1 {} {}', 'so that nothing is given twice');

-- A claim: it stays claimed.
select is(pg_temp.reverse('alice', 3), '5 gave (0,0,0,0,{}) took (10,0,0,0,{}) f', 'an automatic claim');
select is(pg_temp.state('alice'), '0 0 50 10 1 1 1 1 {} {}', 'gives its points back, to the last');
select is((select c.already_claimed from app_public.claim_reward('first_check_in') as c), true, 'it stays claimed');
select is((select ((c.claim).gave).points from app_public.claim_reward('first_check_in') as c), 10::bigint, 'with what it gave');
select is(pg_temp.state('alice'), '0 0 50 10 1 1 1 1 {} {}', 'which is not given again');
select is((select r.status from app_public.me() as m, app_public.me_rewards(m) as r where r.reward_id = 'first_check_in'), 'claimed'::app_public.reward_status, 'and is shown so');

-- A grant of everything, and a spend.
select test.sign_in_operator('olga');
select app_public.grant_effects(test.user_id('alice'), test.effects('{"points": 40, "energy": 30, "xp": 90, "freezes": 1, "items": {"coffee": 2}}'), 'For fun.', pg_temp.key(1)) is null;
select test.sign_in('alice');
select is(pg_temp.state('alice'), '40 40 80 100 2 1 1 1 {2026-03-01} {"coffee": 2}', 'a grant');
select app_public.spend_energy(75, pg_temp.key(2)) is null;
select is(pg_temp.reverse('alice', 6), '8 gave (0,0,0,0,{}) took (40,5,0,1,"{""(coffee,2)""}") f', 'is taken back, energy as far as it is there');
select is(pg_temp.state('alice'), '0 0 0 100 2 1 1 1 {} {}', 'XP and level stay');
select is(pg_temp.entry('alice'), 'reversal 6 -40 -5 0 -1 {"coffee": -2} 0 t {"reason": "A mistake.", "sequence_number": 6}', 'as its entry says');
select is(pg_temp.reverse('alice', 7), '9 gave (0,75,0,0,{}) took (0,0,0,0,{}) f', 'a spend comes back');
select is(pg_temp.state('alice'), '0 0 75 100 2 1 1 1 {} {}', 'whole where it fits');
select app_public.spend_energy(50, pg_temp.key(3)) is null;
select test.set_clock('2026-03-03 06:00+00');
select is(pg_temp.reverse('alice', 10), '11 gave (0,33,0,0,{}) took (0,0,0,0,{}) f', 'and later, refilled by 42, as far as it fits');
select is((select e.energy_refilled || ' ' || e.energy_delta || ' ' || e.energy from app_public.journal_entries as e where e.sequence_number = 11), '42 33 100', 'what refilled is told apart');

-- A purchase and a use: lifetime points are those received.
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
select app_public.claim_reward('streak_3') is null;
select app_public.spend_energy(50, pg_temp.key(1)) is null;
select is(pg_temp.state('bob'), '75 75 50 30 1 3 3 3 {} {}', 'somebody with points');
select app_public.buy_item('coffee', pg_temp.key(2), 3) is null;
select pg_temp.last('bob') = 8;
select app_public.use_item('coffee', pg_temp.key(3)) is null;
select is(pg_temp.state('bob'), '45 75 65 30 1 3 3 3 {} {"coffee": 2}', 'buys three and uses one');
select is(pg_temp.reverse('bob', 9), '10 gave (0,0,0,0,"{""(coffee,1)""}") took (0,15,0,0,{}) f', 'the use is reversed');
select is(pg_temp.state('bob'), '45 75 50 30 1 3 3 3 {} {"coffee": 3}', 'the item comes back');
select is(pg_temp.reverse('bob', 8), '11 gave (30,0,0,0,{}) took (0,0,0,0,"{""(coffee,3)""}") f', 'then the purchase');
select is(pg_temp.state('bob'), '75 75 50 30 1 3 3 3 {} {}', 'points come back, and are not received twice');
select is(pg_temp.reverse('bob', 6), '12 gave (0,0,0,0,{}) took (50,0,0,0,{}) f', 'then the claim');
select is(pg_temp.state('bob'), '25 25 50 30 1 3 3 3 {} {}', 'lifetime points fall with points that were given');
select app_public.buy_item('focus_chip', pg_temp.key(4)) is null;
select app_public.use_item('focus_chip', pg_temp.key(5)) is null;
select is(pg_temp.state('bob'), '5 25 55 35 1 3 3 3 {} {}', 'an item of XP');
select is(pg_temp.reverse('bob', 14), '15 gave (0,0,0,0,"{""(focus_chip,1)""}") took (0,5,0,0,{}) f', 'comes back');
select is(pg_temp.state('bob'), '5 25 50 35 1 3 3 3 {} {"focus_chip": 1}', 'and its XP stays');
select is((select (u.state).level.xp from app_public.use_item('focus_chip', pg_temp.key(5)) as u), 35::bigint, 'the use that was reversed is answered when it is repeated');
select is(pg_temp.state('bob'), '5 25 50 35 1 3 3 3 {} {"focus_chip": 1}', 'and not made again');
reset role;
select is((select count(*) from app_private.verify()), 0::bigint, 'all adds up');
select is((select array_agg(e.sequence_number) from app_public.journal_entries as e where e.operator_id is not null and e.kind not in ('grant', 'reversal')), null, 'no other entry names an operator');
