select plan(14);

create temp table states as
select test.state('{"check_ins": 11, "run_length": 12, "longest_streak": 13, "level": 14, "xp": 15, "lifetime_points": 16, "points": 17, "energy": 18, "freezes": ["2026-03-01", "2026-03-02"]}') as state;

select is(app_rules.metric_value(c.metric, state), c.value, format('%s: %s', coalesce(c.metric, 'no metric'), coalesce(c.value::text, 'unknown')))
from states, (values ('check_ins', 11::bigint), ('current_streak', 12), ('longest_streak', 13), ('level', 14), ('lifetime_xp', 15), ('lifetime_points', 16),
  ('points', 17), ('energy', 18), ('freezes', 2), ('weather', null), ('CHECK_INS', null), ('', null), (null, null)) as c(metric, value);
select is_empty('select m.id from app_private.metrics as m, states where app_rules.metric_value(m.id, state) is null', 'every metric of the catalogue has a value');
