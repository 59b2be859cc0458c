create type app_public.distribution as (
  minimum bigint, p10 bigint, p25 bigint, median bigint, p75 bigint, p90 bigint, maximum bigint
);
comment on type app_public.distribution is 'How a number is spread over users: p10 is what a tenth of them have at most.';
comment on column app_public.distribution.minimum is E'@notNull\nThe least.';
comment on column app_public.distribution.p10 is E'@notNull\nA tenth have at most this.';
comment on column app_public.distribution.p25 is E'@notNull\nA quarter have at most this.';
comment on column app_public.distribution.median is E'@notNull\nHalf have at most this.';
comment on column app_public.distribution.p75 is E'@notNull\nThree quarters have at most this.';
comment on column app_public.distribution.p90 is E'@notNull\nNine tenths have at most this.';
comment on column app_public.distribution.maximum is E'@notNull\nThe most.';
