import { Gauge, type Registry } from 'prom-client';
import type { AccountingKeeper } from './accountingKeeper.ts';
import type { AccountingLag } from './accountingLag.ts';
import type { AccountingLoader } from './accountingLoader.ts';

/** Figures of accounting, read when they are scraped. */
export function registerAccountingMetrics(
  registry: Registry,
  parts: { readonly loader: AccountingLoader; readonly lag: AccountingLag; readonly keeper: AccountingKeeper },
): void {
  const { loader, lag, keeper } = parts;
  const gauge = (name: string, help: string, value: () => number): void => {
    const made: Gauge = new Gauge({
      name: `lastmile_accounting_${name}`,
      help,
      registers: [registry],
      collect: () => made.set(value()),
    });
  };
  gauge('records', 'Journal records loaded since the start.', () => loader.figures.records);
  gauge('batches', 'Transactions they were loaded in.', () => loader.figures.batches);
  gauge('duplicates', 'Reports that were stored already.', () => loader.figures.duplicates);
  gauge('unreadable', 'Journal records that say nothing this release understands.', () => loader.figures.unreadable);
  gauge('set_aside', 'Journal records the database refused for good.', () => loader.figures.setAside);
  gauge('failures', 'Failures to load in a row.', () => loader.figures.failures);
  gauge('lag_bytes', 'Octets on the disk that are not loaded.', () => lag.figures.bytes);
  gauge('lag_seconds', 'Age of the oldest report that is not loaded.', () => lag.figures.seconds);
  gauge('open_sessions', 'Sessions that have not ended.', () => loader.open.count);
  gauge('stray', 'Rows outside of their partitions.', () => keeper.stray);
}
