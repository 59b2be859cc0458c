-- A day is skipped when it was open before the change and no longer is after it. The cover holds
-- for all days of one change, and once in travel_cover_days, counted from the last skipped day.
create or replace function app_rules.skipped_days(
  state app_private.user_states, open_from date, excused datemultirange, travel_cover_days int
)
returns app_private.marked_day[]
language sql immutable parallel safe
return (
  select case
    when count(*) = 0 then '{}'
    when open_from - 1 - state.last_travel_day < travel_cover_days and bool_or(d.cover is null) then '{}'
    else array_agg(row(d.day, coalesce(d.cover, 'travel'), null, null)::app_private.marked_day order by d.day)
  end
  from generate_series(1, open_from - 1 - state.last_marked_day) as n(k),
    lateral (
      select state.last_marked_day + n.k as day, app_rules.day_cover(state, state.last_marked_day + n.k, excused) as cover
    ) as d
  where state.run_length > 0
);

comment on function app_rules.skipped_days(app_private.user_states, date, datemultirange, int) is
  'The days of a live run, under the new settings, before open_from that a change of zone or day start skips, as it marks them: TRAVEL, unless a pause or an amnesty (excused: their days) covers them. Empty when there are none, or the cover was used too recently.';
