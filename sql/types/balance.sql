create type app_public.balance as enum ('points', 'energy');
comment on type app_public.balance is 'What explainBalance explains.';
