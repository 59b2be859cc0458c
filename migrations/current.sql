-- The server counts requests, of callers who send many.
drop table if exists app_private.request_counts;
--! include tables/request_counts.sql
