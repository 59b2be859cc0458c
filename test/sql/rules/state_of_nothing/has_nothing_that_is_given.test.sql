select plan(2);

create temp table states as select test.state('{"sequence_number": 5, "energy": 50, "freezes": ["2026-03-01"], "zone": "Asia/Tokyo", "last_amnesty_id": 3}') as state;
select is(row(n.sequence_number, n.energy, n.freezes)::text, '(0,0,{})', 'no entry, no energy, no freezes') from states, app_rules.state_of_nothing(state) as n;
select is(to_jsonb(n) - '{sequence_number,energy,freezes}'::text[], to_jsonb(state) - '{sequence_number,energy,freezes}'::text[], 'the rest is as it starts') from states, app_rules.state_of_nothing(state) as n;
