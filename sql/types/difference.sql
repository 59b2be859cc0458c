create type app_private.difference as (sequence_number bigint, difference text);
comment on type app_private.difference is
  'What is stored otherwise than the rules make it of the journal. sequence_number: of the entry in question, null when it is none.';
