select plan(16);
select test.add_rule_version('2026-03-01 00:00+00', '{"check_in_points": 15, "energy_max": 100, "energy_overfill": 5}');

select test.sign_in('alice');
select is((select row((c.gave).points, (c.gave).energy, (c.gave).xp, (c.gave).freezes, cardinality((c.gave).items))::text
    from test.check_in_at('2026-03-01 12:00+00') as c), '(15,20,10,0,0)', 'a check-in gives energy, points and XP');
select is((test.stored('alice')).points, 25::bigint, 'points are added (10 more are of the first reward, claimed by itself)');
select is((test.stored('alice')).lifetime_points, 25::bigint, 'to the lifetime points too');
select is((test.stored('alice')).energy, 70, 'energy is added');
select is((test.stored('alice')).energy_anchor, '2026-03-01 12:00+00'::timestamptz, 'the refill goes on from its anchor');
select is((select (c.gave).energy from test.check_in_at('2026-03-02 00:30+00') as c), 20, 'twelve hours later as well');
select is((test.stored('alice')).energy, 102, 'after the refill of 12, up to the maximum and the overfill');
select is((test.stored('alice')).energy_anchor, '2026-03-02 00:00+00'::timestamptz,
  'the half hour that was left of the interval is kept');
select is((select (c.gave).energy from test.check_in_at('2026-03-03 12:00+00') as c), 3,
  'of what would go past the overfill only what fits is given, and said');
select is((test.stored('alice')).energy, 105, 'energy above the maximum does not refill');
select is((test.stored('alice')).energy_anchor, '2026-03-03 12:00+00'::timestamptz, 'its anchor is now');

select test.check_in_daily('2026-03-04 12:00+00', 6);
select is((test.stored('alice')).xp, 90::bigint, 'nine check-ins make 90 XP');
select is((test.stored('alice')).level, 1, 'one below the threshold is the level below');
select is((select row((c.gave).points, ((c.state).level).number)::text from test.check_in_at('2026-03-10 12:00+00') as c), '(15,2)',
  'the check-in that reaches level 2 has the boost of level 1');
select is((select (c.gave).points from test.check_in_at('2026-03-11 12:00+00') as c), 15::bigint, 'level 2 gives 15.75 points, rounded down');
select is((select row(l.number, l.xp, l.starts_at_xp, l.next_at_xp, l.xp_to_next, l.points_boost_basis_points)::text
    from app_public.me() as m, lateral (select (m.state).level.*) as l), '(2,110,100,300,190,10500)', 'the level is shown with what is missing to the next');
