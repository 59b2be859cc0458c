create or replace function app_rules.balance_words(balance app_public.balance, explained app_public.balance_explanation, zone text)
returns text
language sql immutable parallel safe
return 'You have ' || case balance
    when 'points' then app_rules.counted((explained).current, 'point')
    else (explained).current::text || ' of ' || (explained).max::text || ' energy'
  end || ': '
  || coalesce((
    select string_agg(p.text, ', ' order by p.change < 0, p.k)
    from unnest((explained).parts) with ordinality as p(kind, entries, change, text, k)
  ), 'nothing has been given or taken yet') || '.'
  || case when balance = 'energy' then
    case when (explained).refilled_since > 0 then ' Of this, ' || (explained).refilled_since::text || ' refilled since your last action.'
      else '' end
    || case when (explained).next_at is null then ' It is full.'
      else ' It next refills at ' || app_rules.local_time((explained).next_at, zone)
        || ' and is full at ' || app_rules.local_time((explained).full_at, zone) || '.' end
    else '' end
  || case when (explained).entry_count = 0 then '' else ' Times are those of ' || zone || case
      when (explained).entry_count > cardinality((explained).entries) then '; these are the last '
        || cardinality((explained).entries)::text
        || ' of ' || (explained).entry_count::text || ' changes' else '' end || '.' end;

comment on function app_rules.balance_words(app_public.balance, app_public.balance_explanation, text) is
  'A balance and what it is made of, in words to the user.';
