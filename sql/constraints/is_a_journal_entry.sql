alter table app_public.journal_entries add constraint is_a_journal_entry check (app_rules.is_journal_entry(journal_entries));
