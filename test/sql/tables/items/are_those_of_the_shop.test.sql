select plan(1);

select results_eq($$select id, price_points, (gives).points, (gives).energy, (gives).xp, (gives).freezes from app_private.items order by id$$, $$values
  ('coffee', 10::bigint, 0::bigint, 15, 0::bigint, 0),
  ('focus_chip', 20, 0, 5, 5, 0),
  ('streak_freeze', 200, 0, 0, 0, 1)$$, 'coffee, focus chip, streak freeze');
