-- What a user of the product does and is told, as data: one call plays some calls of one user, each at its instant.
create schema zones;
grant usage on schema zones to public;

create function zones.iso(at timestamptz)
returns text
language sql immutable
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- A change of settings when the step names a zone or a day start, else a check-in. What refuses it undoes it, and only it.
create function zones.step(step jsonb)
returns jsonb
language plpgsql volatile
as $$
declare
  v_result app_public.check_in_result;
  v_state app_public.state;
begin
  perform test.set_clock((step ->> 'at')::timestamptz);
  if step ?| '{zone,hour}' then
    v_state := (app_public.update_settings(step ->> 'zone', (step ->> 'hour')::int)).state;
  else
    v_result := app_public.check_in((step ->> 'day')::date);
    v_state := v_result.state;
  end if;
  return jsonb_build_object(
    'day', v_result.day, 'mark', v_result.mark, 'at', zones.iso(v_result.checked_in_at), 'already', v_result.already_checked_in,
    'today', v_state.today, 'ends', zones.iso(v_state.day_ends_at), 'streak', (v_state.streak).current,
    'checkIns', (v_state.streak).check_ins, 'sequence', v_state.sequence_number);
exception when others then
  return jsonb_build_object('refused', sqlstate || ' ' || sqlerrm);
end
$$;

-- Answers with what the user was told at each step, and all days that are marked in the end. Creates the user at the first call.
create function zones.play(subject text, zone text, hour int, steps jsonb, since date, until date)
returns jsonb
language plpgsql volatile
as $$
declare
  v_step jsonb;
  v_told jsonb := '[]';
begin
  perform test.set_clock((steps -> 0 ->> 'at')::timestamptz);
  perform test.sign_in(play.subject);
  perform app_public.bootstrap(play.zone, play.hour);
  for v_step in select s.step from jsonb_array_elements(steps) as s(step) loop
    v_told := v_told || zones.step(v_step);
  end loop;
  return jsonb_build_object('told', v_told, 'marks', (
    select jsonb_object_agg(c.day, c.mark)
    from app_public.me() as m, app_public.me_calendar(m, play.since, play.until) as c
    where c.mark is not null));
end
$$;

grant execute on all functions in schema zones to public;
