create or replace function app_private.balance_changes(user_id uuid, balance app_public.balance, last int)
returns setof app_public.balance_entry
language sql stable rows 100
begin atomic
  select e.sequence_number, e.occurred_at, e.day, e.kind,
    case when row_number() over (order by e.sequence_number desc) <= last then
      app_rules.entry_words(e.kind, e.day, e.asked, e.terms, app_private.entry_title(e.asked)) end,
    case balance when 'energy' then e.energy_refilled else 0 end::bigint,
    case balance when 'energy' then e.energy_delta else e.points_delta end,
    case balance when 'energy' then e.energy else e.points end
  from app_public.journal_entries as e
  where e.user_id = balance_changes.user_id
    and case balance when 'energy' then e.energy_delta <> 0 or e.energy_refilled <> 0 else e.points_delta <> 0 end
  union all
  -- Amnesties give back points before any command stores it; energy they leave as it is.
  select null, (t.after).last_occurred_at, (t.after).last_day, 'amnesty',
    app_rules.entry_words('amnesty', null, null, null, a.reason),
    0, (t.after).points - (t.settled).points, (t.after).points
  from app_private.user_states as s,
    lateral app_private.amnesty_steps(s) as t
    join app_private.amnesties as a on a.id = t.amnesty_id
  where s.user_id = balance_changes.user_id and balance = 'points' and (t.after).points <> (t.settled).points
  order by 1 desc nulls first, 2 desc;
end;

grant execute on function app_private.balance_changes to app_user;
comment on function app_private.balance_changes(uuid, app_public.balance, int) is
  'The journal entries that changed a balance of a user, latest first, and what amnesties have given back since; the last ones in words.';
