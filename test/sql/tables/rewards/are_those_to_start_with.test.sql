select plan(4);

select results_eq($$
  select r.id, r.repeats::text, r.auto_claim, (r.gives).points, (r.gives).energy, (r.gives).xp, (r.gives).freezes, app_rules.item_quantities((r.gives).items),
    (select jsonb_object_agg(c.metric, c.at_least) from app_private.reward_conditions as c where c.reward_id = r.id)
  from app_private.rewards as r order by r.id
$$, $$values
  ('first_check_in', 'once', true, 10::bigint, 0, 0::bigint, 0, '{}'::jsonb, '{"check_ins": 1}'::jsonb),
  ('level_5', 'once', false, 0, 0, 0, 0, '{"coffee": 1}', '{"level": 5}'),
  ('streak_3', 'once', false, 50, 0, 0, 0, '{}', '{"current_streak": 3}'),
  ('streak_30', 'once', false, 500, 0, 0, 1, '{}', '{"current_streak": 30}'),
  ('streak_7', 'once', false, 100, 10, 0, 0, '{}', '{"current_streak": 7}'),
  ('weekly_five', 'week', false, 25, 0, 0, 0, '{}', '{"current_streak": 5}')$$, 'six, with their conditions and effects');
select is_empty('select id from app_private.rewards where not enabled or starts_at is not null or ends_at is not null or stock is not null or claim_within_hours is not null',
  'all are enabled, always open, without a limit or a time to claim');
select is_empty('select * from app_private.reward_stock', 'so there is no stock');
select is_empty('select r.id, i.key from app_private.rewards as r, unnest((r.gives).items) as i(key, quantity) where i.key not in (select id from app_private.items)', 'the items that they give exist');
