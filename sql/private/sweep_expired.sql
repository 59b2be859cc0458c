-- Each call that adds a row or two takes up to ten expired ones away, so that nothing grows for ever and nothing has to be
-- swept at once. Whatever somebody holds is left to the next.
create or replace function app_private.sweep_expired(at timestamptz)
returns void
language sql volatile
begin atomic
  delete from app_private.log_in_attempts as d where (d.kind, d.key) in (
    select a.kind, a.key from app_private.log_in_attempts as a
    where a.last_attempt_at <= sweep_expired.at - interval '86400 seconds'
    order by a.last_attempt_at limit 10 for update skip locked);
  delete from app_private.sessions as d where (d.account_id, d.session_id) in (
    select s.account_id, s.session_id from app_private.sessions as s
    where s.expires_at <= sweep_expired.at
    order by s.expires_at limit 10 for update skip locked);
end;

comment on function app_private.sweep_expired(timestamptz) is 'Deletes up to ten forgotten counts of attempts and up to ten expired sessions.';
