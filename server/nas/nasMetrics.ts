import { Gauge, type Registry } from 'prom-client';
import { NasState } from '#shared/nas/values.ts';
import type { NasBoard } from './nasBoard.ts';

/** Routers by state, counted when they are scraped. */
export function registerNasMetrics(registry: Registry, fleet: { boards(): readonly NasBoard[] }): void {
  const routers: Gauge<'state'> = new Gauge({
    name: 'lastmile_routers',
    help: 'Registered routers by state.',
    labelNames: ['state'],
    registers: [registry],
    collect(): void {
      const counts = new Map<string, number>(NasState.options.map((state) => [state, 0]));
      for (const board of fleet.boards())
        for (const { state } of board.all()) counts.set(state, (counts.get(state) ?? 0) + 1);
      for (const [state, count] of counts) routers.set({ state }, count);
    },
  });
}
