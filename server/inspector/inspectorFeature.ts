import type { Clock } from '#actors/system/clock.ts';
import type { Host } from '#actors/system/ports.ts';
import type { ActorPlatform } from '../platform/actors/actorPlatform.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { Logger } from '../platform/log/logger.ts';
import { inspectorActorView } from './inspectorActorView.ts';
import { inspectorRoutes } from './inspectorRoutes.ts';
import { inspectorTreeView } from './inspectorTreeView.ts';
import { setAsideView } from './setAsideView.ts';

export interface InspectorFeatureOptions {
  readonly platform: ActorPlatform;
  readonly clock: Clock;
  readonly host: Host;
  readonly log: Logger;
  readonly lab: boolean;
}

export interface InspectorFeature {
  readonly views: readonly ViewSource[];
  readonly routes: Routes;
}

/** A window into the actor system: what runs, what it did last, and the few acts that help. */
export function createInspectorFeature({ platform, clock, host, log, lab }: InspectorFeatureOptions): InspectorFeature {
  const { system, setAside } = platform;
  const onTrouble = (error: unknown): void =>
    log.warn({ err: errorFields(error) }, 'the Inspector could not be refreshed');
  return {
    views: [
      inspectorTreeView(system, clock, onTrouble),
      inspectorActorView(system, clock, onTrouble),
      setAsideView(system, setAside, clock, onTrouble),
    ] as readonly ViewSource[],
    routes: inspectorRoutes({ system, setAside, clock, host, log, lab }),
  };
}
