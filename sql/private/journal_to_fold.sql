create or replace function app_private.journal_to_fold(user_id uuid, after bigint, through bigint)
returns setof app_private.folded_entry
language sql stable parallel safe
begin atomic
  select e, c.automatic, r
  from app_public.journal_entries as e
  left join app_private.reward_claims as c
    on c.user_id = e.user_id and c.reward_id = e.asked ->> 'reward_id' and c.period_key = e.asked ->> 'period_key' and e.kind = 'claim'
  left join app_public.journal_entries as r on r.user_id = e.user_id and r.sequence_number = e.reverses
  where e.user_id = journal_to_fold.user_id and e.sequence_number > journal_to_fold.after
    and (e.sequence_number <= journal_to_fold.through or journal_to_fold.through is null)
  order by e.sequence_number;
end;

grant execute on function app_private.journal_to_fold to app_user;
comment on function app_private.journal_to_fold(uuid, bigint, bigint) is
  'A user''s journal entries after one and through another (null: to the last), in order, as replay and what-if fold them.';
