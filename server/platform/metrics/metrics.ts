import { Registry } from 'prom-client';
import { type ActorMetrics, createActorMetrics } from './actorMetrics.ts';
import { type EventLoopDelay, createEventLoopDelay } from './eventLoopDelay.ts';
import { type HttpMetrics, createHttpMetrics } from './httpMetrics.ts';
import { registerProcessMetrics } from './processMetrics.ts';

/** Everything this process counts. Features may register their own metrics with `registry`. */
export interface Metrics {
  readonly registry: Registry;
  readonly http: HttpMetrics;
  readonly actors: ActorMetrics;
  readonly eventLoopDelay: EventLoopDelay;
  start(): void;
  stop(): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  registerProcessMetrics(registry);
  const eventLoopDelay = createEventLoopDelay(registry);
  return {
    registry,
    http: createHttpMetrics(registry),
    actors: createActorMetrics(registry),
    eventLoopDelay,
    start: () => eventLoopDelay.start(),
    stop: () => eventLoopDelay.stop(),
  };
}
