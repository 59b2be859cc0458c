create or replace function app_private.preview_amnesty(first_day date, last_day date)
returns app_public.amnesty_preview
language plpgsql stable
as $$
declare
  v_preview app_public.amnesty_preview;
begin
  perform app_private.require_amnesty(first_day, last_day);
  select count(*), count(*) filter (where e.streak_after > e.streak_before),
    coalesce(sum(e.freezes_returned), 0), coalesce(sum(e.points_returned), 0),
    coalesce((array_agg(e order by e.streak_after - e.streak_before desc, e.freezes_returned desc, e.user_id))[:20], '{}')
  into v_preview.users, v_preview.runs_restored, v_preview.freezes_returned, v_preview.points_returned,
    v_preview.most_affected
  from app_private.amnesty_effects(first_day, last_day) as e;
  return v_preview;
end
$$;

comment on function app_private.preview_amnesty(date, date) is
  'The effects of an amnesty, summed up, were it declared now. Writes nothing.';
