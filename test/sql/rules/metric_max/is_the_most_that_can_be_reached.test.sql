select plan(7);

select is(app_rules.metric_max(c.metric, test.rules('{"freezes_max": 4, "energy_max": 90, "energy_overfill": 7, "level_thresholds": [0, 10, 20]}')), c.most, format('%s: %s', c.metric, coalesce(c.most::text, 'no limit')))
from (values ('level', 3::bigint), ('energy', 97), ('freezes', 4), ('points', null), ('current_streak', null), ('weather', null), (null, null)) as c(metric, most);
