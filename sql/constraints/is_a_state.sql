alter table app_private.user_states add constraint is_a_state check (app_rules.is_state(user_states));
