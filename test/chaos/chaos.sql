-- What is there to see after the chaos: what contradicts itself, and each user's story for the model to play.
create schema chaos;

-- Who is in it; their tokens may name a zone.
create table chaos.users (
  user_id uuid primary key,
  subject text not null unique,
  zone text
);

-- Each amount of each entry, item by item, and what there is of it in the state.
create view chaos.amounts as
select e.user_id, a.name, sum(a.delta)::bigint as sum, coalesce(max(a.held), 0)::bigint as held
from app_public.journal_entries as e
join app_private.user_states as s using (user_id)
cross join lateral (
  values
    ('points', e.points_delta, s.points),
    ('xp', e.xp_delta, s.xp),
    ('energy', e.energy_refilled + e.energy_delta, s.energy),
    ('freezes', e.freezes_granted - e.freezes_used, cardinality(s.freezes)),
    ('check_ins', e.check_ins_delta, s.check_ins)
  union all
  select i.key, i.value::bigint, (s.inventory ->> i.key)::bigint from jsonb_each_text(e.items_delta) as i
) as a(name, delta, held)
group by e.user_id, a.name;

create function chaos.contradictions()
returns table (contradiction text, detail text)
language sql stable
begin atomic
  select 'sums', format('%s: %s is %s, and the journal sums up to %s', a.user_id, a.name, a.held, a.sum)
  from chaos.amounts as a where a.sum <> a.held
  union all
  select 'sums', format('%s: %s are held and never came', s.user_id, i.key)
  from app_private.user_states as s, jsonb_object_keys(s.inventory) as i(key)
  where not exists (select from chaos.amounts as a where a.user_id = s.user_id and a.name = i.key)
  union all
  select 'gaps', format('%s: entries %s to %s are %s, and the state says %s',
    s.user_id, min(e.sequence_number), max(e.sequence_number), count(e), s.sequence_number)
  from app_private.user_states as s left join app_public.journal_entries as e using (user_id)
  group by s.user_id
  having (1, count(e), s.sequence_number) is distinct from (min(e.sequence_number), s.sequence_number, max(e.sequence_number))
  union all
  select 'below_zero', format('%s: entry %s', e.user_id, e.sequence_number)
  from app_public.journal_entries as e
  where least(e.points, e.energy, e.xp, e.check_ins) < 0
    or exists (select from jsonb_each_text(e.inventory) as i where i.value::bigint <= 0)
  union all
  select 'verify', format('%s: %s', v.user_id, v.difference) from app_private.verify() as v
  union all
  select 'stock', format('%s: of %s there are %s claimed from it and %s left, %s at least in a slot', r.id, r.stock, c.claims, t.remaining, t.least)
  from app_private.rewards as r
  cross join lateral (select count(*) as claims from app_private.reward_claims as c where c.reward_id = r.id and c.from_stock) as c
  cross join lateral (
    select sum(t.remaining) as remaining, min(t.remaining) as least from app_private.reward_stock as t where t.reward_id = r.id) as t
  where r.stock is not null and (r.stock <> c.claims + t.remaining or t.least < 0)
  union all
  select 'clock', format('%s: is %s seconds ahead, and its moves come to %s', s.user_id, s.clock_ahead_seconds, m.seconds)
  from app_private.user_states as s
  left join (
    select e.user_id, sum(case e.kind when 'clock' then (e.asked ->> 'days')::int * 86400 + (e.asked ->> 'hours')::int * 3600 else 0 end) as seconds
    from app_public.journal_entries as e group by e.user_id having bool_or(e.asked ? 'test_user')
  ) as m on m.user_id = s.user_id
  where s.clock_ahead_seconds is distinct from m.seconds
  union all
  select 'claims', format('%s: claim and entry %s are not one', coalesce(e.user_id, c.user_id), coalesce(e.sequence_number, c.sequence_number))
  from (select e.* from app_public.journal_entries as e where e.kind = 'claim') as e
  full join app_private.reward_claims as c on c.user_id = e.user_id and c.sequence_number = e.sequence_number
    and e.asked = jsonb_build_object('reward_id', c.reward_id, 'period_key', c.period_key)
  where num_nulls(e.user_id, c.user_id) > 0;
end;

create view chaos.entries as
select u.subject, e.*, coalesce(c.automatic, false) as automatic
from app_public.journal_entries as e
join chaos.users as u using (user_id)
left join app_private.reward_claims as c on c.user_id = e.user_id and c.sequence_number = e.sequence_number;

-- A user's story, and how it ended, in the model's words.
create view chaos.stories as
select u.subject, u.zone,
  (select jsonb_agg(jsonb_build_object(
      'kind', e.kind, 'asked', e.asked, 'occurred_at', e.occurred_at, 'idempotency_key', e.idempotency_key,
      'reverses', e.reverses, 'automatic', e.automatic, 'last_amnesty_id', e.last_amnesty_id) order by e.sequence_number)
    from chaos.entries as e where e.user_id = u.user_id) as entries,
  jsonb_build_object(
    'stored', to_jsonb(s) - 'user_id' || '{"clock_ahead_seconds": null}',
    'marks', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'day', m.day, 'mark', m.mark, 'freeze_granted_on', m.freeze_granted_on, 'paid_points', m.paid_points) order by m.day), '[]')
      from app_private.day_marks as m where m.user_id = u.user_id),
    'unlocks', (
      select coalesce(jsonb_object_agg(concat_ws(' ', o.reward_id, o.period_key), jsonb_build_object(
        'at', o.unlocked_at, 'entry', o.sequence_number, 'claimable_until', o.claimable_until)), '{}')
      from app_private.reward_unlocks as o where o.user_id = u.user_id),
    'claims', (
      select coalesce(jsonb_object_agg(concat_ws(' ', c.reward_id, c.period_key), jsonb_build_object(
        'at', c.claimed_at, 'entry', c.sequence_number, 'automatic', c.automatic)), '{}')
      from app_private.reward_claims as c where c.user_id = u.user_id),
    'journal', (
      select jsonb_agg(jsonb_build_object(
        'sequence_number', j.sequence_number, 'occurred_at', j.occurred_at, 'day', j.day, 'kind', j.kind,
        'rule_version_id', j.rule_version_id, 'check_ins_delta', j.check_ins_delta, 'freezes_granted', j.freezes_granted,
        'freezes_used', j.freezes_used, 'energy_refilled', j.energy_refilled, 'energy_delta', j.energy_delta,
        'xp_delta', j.xp_delta, 'points_delta', j.points_delta, 'items_delta', j.items_delta,
        'asked', case when num_nonnulls(j.idempotency_key, j.reverses) > 0 then j.asked end,
        'terms', j.terms, 'idempotency_key', j.idempotency_key, 'reverses', j.reverses) order by j.sequence_number)
      from app_public.journal_entries as j where j.user_id = u.user_id)) as ending
from chaos.users as u join app_private.user_states as s using (user_id);
