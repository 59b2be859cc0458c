-- All or nothing: a gap that cannot be closed takes no freeze, and freezes in hand are not touched, so that
-- an amnesty takes nothing from anybody.
create or replace function app_rules.amnesty_marks(
  state app_private.user_states, calendar app_private.marked_day[], missed_through date, excused datemultirange
)
returns app_private.marked_day[]
language plpgsql immutable parallel safe
as $$
declare
  v_marks app_private.marked_day[] := '{}';
  v_gap app_private.user_states := state;
  v_closed app_private.marked_day[];
  v_day app_private.marked_day;
begin
  v_gap.run_length := 1;
  v_gap.freezes := '{}';
  v_gap.last_marked_day := null;
  foreach v_day in array calendar || row(missed_through + 1, null, null, null)::app_private.marked_day loop
    if v_gap.last_marked_day < v_day.day - 1 then
      v_closed := app_rules.bridged_days(v_gap, v_day.day - 1, excused);
      if v_closed[cardinality(v_closed)].mark is not null then
        v_marks := v_marks || v_closed;
        v_gap.freezes := v_gap.freezes[1 + (select count(*) from unnest(v_closed) as c where c.mark = 'freeze') :];
      end if;
    end if;
    if v_day.mark in ('freeze', 'repair') and excused @> v_day.day then
      v_marks := v_marks || row(v_day.day, 'amnesty', null, null)::app_private.marked_day;
      v_gap.freezes := app_rules.freezes_after_grant(v_gap.freezes, v_day.freeze_granted_on, (v_day.mark = 'freeze')::int);
    end if;
    v_gap.last_marked_day := v_day.day;
  end loop;
  return v_marks;
end
$$;

comment on function app_rules.amnesty_marks(app_private.user_states, app_private.marked_day[], date, datemultirange) is
  'The days of a settled calendar that amnesties (excused: their days) mark anew: days that a freeze or a repair had covered, and gaps that these days, and the freezes they set free, close altogether.';
