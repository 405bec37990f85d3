import { Gauge, type Registry } from 'prom-client';
import type { SampleKeeper } from './sampleKeeper.ts';
import type { SampleWriter } from './sampleWriter.ts';

/** Figures about the figures, read when they are scraped. */
export function registerSampleMetrics(
  registry: Registry,
  { writer, keeper }: { readonly writer: SampleWriter; readonly keeper: SampleKeeper },
): void {
  const gauge = (name: string, help: string, value: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(value()) });
  };
  gauge('lastmile_samples_pending', 'Measured figures not yet written.', () => writer.figures.pending);
  gauge('lastmile_samples_written', 'Figures written since the start.', () => writer.figures.written);
  gauge('lastmile_samples_lost', 'Figures lost since the start.', () => writer.figures.lost);
  gauge('lastmile_samples_malformed', 'Figures refused as impossible since the start.', () => writer.figures.malformed);
  gauge('lastmile_samples_stray', 'Rows outside of their partitions.', () => keeper.figures.stray);
  gauge('lastmile_samples_rollup_failures', 'Rollups that failed in a row.', () => keeper.figures.failures);
}
