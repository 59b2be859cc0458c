create or replace function app_private.amounts_words(amounts app_public.amounts)
returns text
language sql stable parallel safe
begin atomic
  select coalesce(string_agg(w.words, ', ' order by w.place), 'nothing')
  from (
    select 1 as place, app_rules.counted((amounts).points, 'point') as words where (amounts).points > 0
    union all
    select 2, (amounts).energy || ' energy' where (amounts).energy > 0
    union all
    select 3, (amounts).xp || ' XP' where (amounts).xp > 0
    union all
    select 4, app_rules.counted((amounts).freezes, 'freeze') where (amounts).freezes > 0
    union all
    select 5, i.quantity || ' "' || c.title || '"'
    from unnest((amounts).items) as i join app_private.items as c on c.id = i.item_id
  ) as w;
end;

grant execute on function app_private.amounts_words to app_user;
comment on function app_private.amounts_words(app_public.amounts) is 'Amounts in words: 50 points, 1 freeze, 2 "Coffee".';
