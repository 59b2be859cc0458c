--! Previous: sha1:fc8a32afccd339e0d17e9279bf57e43d502da21d
--! Hash: sha1:e735e4ebe3ea3829d4d434166bebde0d7f61c23f
--! Message: amounts that no refill reaches

-- An amount that no refill reaches has no instant, and overflowed on the way to one.
--! Included private/require_spendable.sql
create or replace function app_private.require_spendable(
  state app_private.user_states, rules app_private.rule_versions, amount int, reason text
)
returns void
language plpgsql stable
as $$
declare
  v_in_time_at constant timestamptz := app_rules.energy_full_at(state.energy, state.energy_anchor,
    least(amount, rules.energy_max), rules.energy_refill_amount, rules.energy_refill_seconds);
begin
  perform app_private.require_reason(reason, false);
  if (amount between 1 and 1000000) is not true then
    perform app_private.refuse('QT001', 'An amount of energy is from 1 to 1000000.', 'Spend at least 1.');
  elsif state.energy < amount then
    perform app_private.refuse('NR001', format('This takes %s energy, and you have %s.', amount, state.energy),
      case when amount <= rules.energy_max
        then format('There will be enough at %s.',
          to_char(date_trunc('second', v_in_time_at + interval '0.999999 seconds') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        else format('Energy refills up to %s; use an item or claim a reward that gives more.', rules.energy_max)
      end);
  end if;
end
$$;

comment on function app_private.require_spendable(app_private.user_states, app_private.rule_versions, int, text) is
  'QT001 unless the amount is from 1 to 1000000, RS001 unless a reason given is short, NR001 unless there is so much energy.';
--! EndIncluded private/require_spendable.sql
