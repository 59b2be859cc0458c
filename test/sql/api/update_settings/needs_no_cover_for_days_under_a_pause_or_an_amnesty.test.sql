select plan(24);
create function pg_temp.marks(since date)
returns text
language sql stable
return (select string_agg(to_char(d.day, 'MM-DD ') || d.mark, ', ' order by d.day) from app_private.day_marks as d where d.day >= marks.since);
-- Two check-ins in New York, and a pause from the 3rd through the 6th.
create function pg_temp.pause_of(subject text)
returns void
language plpgsql volatile
as $$
begin
  perform test.sign_in(subject);
  perform test.set_clock('2026-04-01 16:00+00');
  perform app_public.bootstrap('America/New_York');
  perform test.check_in_daily('2026-04-01 16:00+00', 2);
  perform app_public.pause_streak('2026-04-06');
end
$$;
create function pg_temp.travel_at(at timestamptz, zone text)
returns text
language plpgsql volatile
as $$
begin
  perform test.set_clock(travel_at.at);
  return (select concat_ws(' ', (s.state).today, (s.state).streak.status, (s.state).streak.current, (s.state).streak.paused_until) from app_public.update_settings(travel_at.zone) as s);
end
$$;

-- East during the pause, at 20:00 on the 4th: in Tokyo it is the 5th.
select pg_temp.pause_of('alice');
select is(pg_temp.travel_at('2026-04-05 00:00+00', 'Asia/Tokyo'), '2026-04-05 paused 2 2026-04-06', 'a pause goes on wherever one goes');
select is(pg_temp.marks('2026-04-02'), '04-02 check_in, 04-03 pause, 04-04 pause', 'a skipped day under it is paused');
select is((test.stored('alice')).last_travel_day, null, 'and uses no travel cover');
select is(pg_temp.travel_at('2026-04-05 01:00+00', 'America/New_York'), '2026-04-05 paused 2 2026-04-06', 'back again the skipped day stays skipped');
select is((select (c.state).streak.current from test.check_in_at('2026-04-07 16:00+00') as c), 3, 'and the run goes on after the pause');

-- The cover is there for a day that needs it, though a paused one was skipped the day before.
select pg_temp.pause_of('bob');
select pg_temp.travel_at('2026-04-07 00:00+00', 'Asia/Tokyo') is null;
select is(pg_temp.marks('2026-04-03'), '04-03 pause, 04-04 pause, 04-05 pause, 04-06 pause', 'the last day of the pause is skipped');
select pg_temp.travel_at('2026-04-07 16:00+00', 'America/New_York') is null;
select is(pg_temp.travel_at('2026-04-08 00:00+00', 'Asia/Tokyo'), '2026-04-08 at_risk 2', 'the next day is skipped as well, and covered');
select is(pg_temp.marks('2026-04-06'), '04-06 pause, 04-07 travel', 'by travel');
select is((test.stored('bob')).last_travel_day, '2026-04-07'::date, 'which uses the cover');
select pg_temp.travel_at('2026-04-08 16:00+00', 'America/New_York') is null;
select is(pg_temp.travel_at('2026-04-09 00:00+00', 'Asia/Tokyo'), '2026-04-09 broken 0', 'once');

-- The day before the pause and its first day, at once: 00:30 at UTC-12 on the 3rd is 02:30 on the 4th in Kiritimati.
select test.sign_in('carol');
select test.set_clock('2026-05-01 12:30+00');
select app_public.bootstrap('Etc/GMT+12') is null;
select app_public.check_in() is null;
select test.set_clock('2026-05-02 13:00+00');
select app_public.pause_streak('2026-05-06') is null;
select is(pg_temp.travel_at('2026-05-03 12:30+00', 'Pacific/Kiritimati'), '2026-05-04 paused 1 2026-05-06', 'a skipped day before the pause is covered with a paused one');
select is(pg_temp.marks('2026-05-01'), '05-01 check_in, 05-02 travel, 05-03 pause', 'each by its own mark');
select is((test.stored('carol')).last_travel_day, '2026-05-02'::date, 'the cover was used for the one that needs it');

-- Where the cover is not there, nothing of it is bridged by the change.
select test.add_rule_version('2026-05-20 00:00+00', '{"travel_cover_days": 100}');
select test.sign_in('dave');
select test.set_clock('2026-06-01 12:30+00');
select app_public.bootstrap('Etc/GMT+12') is null;
select app_public.check_in() is null;
select pg_temp.travel_at('2026-06-02 12:30+00', 'Pacific/Kiritimati') is null;
select is((test.stored('dave')).last_travel_day, '2026-06-02'::date, 'a cover has been used');
select pg_temp.travel_at('2026-06-04 10:00+00', 'Etc/GMT+12') is null;
select test.check_in_at('2026-06-04 12:30+00');
select test.set_clock('2026-06-05 13:00+00');
select app_public.pause_streak('2026-06-10') is null;
select is(pg_temp.travel_at('2026-06-06 12:30+00', 'Pacific/Kiritimati'), '2026-06-07 broken 0', 'without a cover the day before the pause ends the run');
select is(pg_temp.marks('2026-06-05'), null, 'and neither is marked');

-- An excused day needs no cover either.
select test.sign_in_operator('olga');
select app_public.declare_amnesty('2026-07-03', '2026-07-03', 'Outage.') is null;
select test.sign_in('erin');
select test.set_clock('2026-07-01 16:00+00');
select app_public.bootstrap('America/New_York') is null;
select test.check_in_daily('2026-07-01 16:00+00', 2);
select is(pg_temp.travel_at('2026-07-04 00:00+00', 'Asia/Tokyo'), '2026-07-04 at_risk 2', 'a skipped day that is excused does not end the run');
select is(pg_temp.marks('2026-07-02'), '07-02 check_in, 07-03 amnesty', 'it is marked so');
select is((test.stored('erin')).last_travel_day, null, 'and uses no cover');

-- Under the new settings a pause is of the new days: to the west its last day comes again.
select pg_temp.pause_of('frank');
select is(pg_temp.travel_at('2026-04-06 20:00+00', 'Pacific/Honolulu') || ', ' || ((test.state_at('2026-04-07 09:59:59+00')).streak.status)::text || ', ' || ((test.state_at('2026-04-07 10:00+00')).streak.status)::text,
  '2026-04-06 paused 2 2026-04-06, paused, at_risk', 'to the west the pause ends when its last day does there');

-- A paused day is bridged by the change itself, also when the cover has been used the day before.
select test.sign_in('grace');
select test.set_clock('2026-08-01 16:00+00');
select app_public.bootstrap('America/New_York') is null;
select app_public.check_in() is null;
select pg_temp.travel_at('2026-08-03 00:00+00', 'Asia/Tokyo') is null;
select is((test.stored('grace')).last_travel_day, '2026-08-02'::date, 'a cover has been used');
select pg_temp.travel_at('2026-08-03 10:00+00', 'America/New_York') is null;
select test.check_in_at('2026-08-03 16:00+00');
select app_public.pause_streak('2026-08-10') is null;
select is(pg_temp.travel_at('2026-08-05 00:00+00', 'Asia/Tokyo'), '2026-08-05 paused 2 2026-08-10', 'where none is left, a paused day is skipped all the same');
select is(pg_temp.marks('2026-08-02'), '08-02 travel, 08-03 check_in, 08-04 pause', 'and marked at once');
select is((test.stored('grace')).last_travel_day, '2026-08-02'::date, 'by no cover');
