select plan(1);

select results_eq('select id from app_private.metrics order by id', $$values ('check_ins'), ('current_streak'), ('energy'), ('freezes'), ('level'), ('lifetime_points'), ('lifetime_xp'), ('longest_streak'), ('points')$$, 'nine metrics');
