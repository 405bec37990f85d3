-- previous-release: ok
-- What those read whose line is in the walled garden: how the company is paid. Empty: nothing was written yet.

alter table lastmile.hotspot add column how_to_pay text not null default '' check (length(how_to_pay) <= 1000);
