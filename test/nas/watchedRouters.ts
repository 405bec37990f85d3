import { randomUUID } from 'node:crypto';
import { createActor } from 'xstate';
import { nasLogic } from '#actors/nas/nasActor.ts';
import { NasChannel } from '#server/nas/nasChannel.ts';
import { NasEntry } from '#server/nas/nasEntry.ts';
import type { StoredNas } from '#server/nas/storedNas.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import type { NasTarget } from '#server/nas/vendors/nasDriver.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { NasState } from '#shared/nas/values.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';

export interface WatchedRouter {
  readonly channel: NasChannel;
  readonly entry: NasEntry;
  /** Every state it was shown in, with the time. */
  readonly history: { readonly state: NasState; readonly at: number }[];
  /** Latencies as measured by the polls. */
  readonly latencies: number[];
  readonly troubles: string[];
  readonly alarms: string[];
  stop(): void;
}

const tenant = TenantId.parse(randomUUID());

export function storedNas(fields: Partial<StoredNas> = {}): StoredNas {
  return {
    tenant,
    id: ActorId.parse(randomUUID()),
    version: 1,
    name: 'Router',
    branchId: null,
    vendor: nasDrivers[0]!.vendor,
    address: '127.0.0.1',
    port: 8728,
    security: 'plain',
    fingerprint: null,
    username: 'api',
    password: Buffer.alloc(0),
    radiusSecret: Buffer.alloc(0),
    attribution: 'address',
    radiusSource: null,
    nasIdentifier: null,
    tunnelAddress: null,
    latitude: null,
    longitude: null,
    site: '',
    notes: '',
    monitored: true,
    maintenance: false,
    commandsPerSecond: 20,
    createdAt: 0,
    changedAt: 0,
    archivedAt: null,
    ...fields,
  };
}

/** A device actor with its channel on real sockets, as the fleet runs them, without database. */
export function watchRouter(name: string, target: NasTarget): WatchedRouter {
  const entry = new NasEntry(storedNas({ name, security: target.security }), 'vendor', undefined, Date.now());
  const history: { state: NasState; at: number }[] = [];
  const latencies: number[] = [];
  const troubles: string[] = [];
  const alarms: string[] = [];
  let version = 1;
  let heardAt: number | undefined;
  const channel = new NasChannel({
    entry,
    driver: nasDrivers[0]!,
    clock: systemClock,
    mayConnect: () => true,
    target: () => target,
    pin: (fingerprint) => {
      entry.record = { ...entry.record, fingerprint };
      return Promise.resolve();
    },
    report: ({ type, cause }) => {
      alarms.push(`${type} ${cause}`);
      return Promise.resolve();
    },
    changed: () => {
      entry.touch((version += 1), Date.now());
      if (history.at(-1)?.state !== entry.state) history.push({ state: entry.state, at: Date.now() });
      const { latencyMs, lastHeardAt } = entry.figures;
      if (latencyMs === undefined || lastHeardAt === heardAt) return;
      heardAt = lastHeardAt;
      latencies.push(latencyMs);
    },
    measured: () => undefined,
    connected: () => undefined,
    trouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
    pace: {
      pulseMs: 500,
      vitalsMs: 1_000,
      sensorsMs: 2_000,
      interfacesMs: 1_000,
      watchedInterfacesMs: 1_000,
      identityMs: 5_000,
    },
  });
  const actor = createActor(nasLogic(channel.ports), {
    input: { name, maintenance: false, seed: name.length * 7_919, alarmAfterMs: 10_000, steadyAfterMs: 10_000 },
  });
  actor.subscribe({ error: (error) => troubles.push(`crash: ${String(error)}`) });
  actor.start();
  return { channel, entry, history, latencies, troubles, alarms, stop: () => actor.stop() };
}
