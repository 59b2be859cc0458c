create type app_public.rule_version as (
  rule_version_id int, effective_from timestamptz, parameters app_public.rule_parameters
);
comment on type app_public.rule_version is 'The parameters of the rules from an instant on.';
comment on column app_public.rule_version.rule_version_id is E'@notNull\nIts number.';
comment on column app_public.rule_version.effective_from is E'@notNull\nIn force from this instant until the next version''s.';
comment on column app_public.rule_version.parameters is E'@notNull\nAll of them.';
