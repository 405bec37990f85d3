import type { ActorSystem } from '#actors/system/actorSystem.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { Logger } from '../platform/log/logger.ts';
import { createLabClient, type LabClient } from './labClient.ts';
import { labProcess } from './labProcess.ts';
import { labRoutes } from './labRoutes.ts';

export interface LabControlOptions {
  readonly port: number;
  readonly nasPort: number;
  /** Where the simulated devices send their alarms. */
  readonly syslog: { readonly host: string; readonly port: number };
  readonly system: ActorSystem;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onDevices: (devices: unknown) => Promise<void>;
  readonly onStarted: (lab: LabClient) => Promise<void>;
  readonly slugOf: (tenant: TenantId) => Promise<string>;
}

export interface LabControl {
  readonly routes: Routes;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs the lab beside the product, and lets people of the demo make weather in it. */
export function createLabControl(options: LabControlOptions): LabControl {
  const client = createLabClient(options.port);
  const spec = labProcess({ ...options, client });
  return {
    routes: labRoutes({ lab: client, slugOf: options.slugOf }),
    start: async () => void (await options.system.runUnderRoot(spec)),
    stop: async () => await options.system.root.remove(spec.name),
  };
}
