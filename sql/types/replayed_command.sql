create type app_private.replayed_command as (
  settled app_private.user_states, after app_private.user_states, marks app_private.marked_day[], day date, obstacle text
);
comment on type app_private.replayed_command is
  'What the rules make of a command: the state before it as of its instant, the state after it, the days that both mark, the day it belongs to; and the code it would be refused with, or why else it cannot be, null when it can.';
