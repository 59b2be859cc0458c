-- Of rewards that were claimed in earlier periods no row is read.
alter table app_private.reward_unlocks set (autovacuum_vacuum_insert_scale_factor = 0.02);
alter table app_private.reward_claims set (autovacuum_vacuum_insert_scale_factor = 0.02);
--! include api/me_rewards.sql
