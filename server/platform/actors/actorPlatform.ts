import { ActorSystem } from '#actors/system/actorSystem.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { DomainKind } from '#actors/system/domainKind.ts';
import type { Host } from '#actors/system/ports.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../db/database.ts';
import type { EventLog } from '../eventLog/eventLog.ts';
import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import { createRepeatingLog } from '../log/repeatingLog.ts';
import type { ActorMetrics } from '../metrics/actorMetrics.ts';
import { createActorObserver } from './actorObserver.ts';
import { CommitStore } from './commitStore.ts';
import { PostgresDeadlineStore } from './deadlineStore.ts';
import type { DomainTable } from './domainTable.ts';
import { countSetAside, PostgresSetAsideStore } from './setAsideStore.ts';
import { ShardLeases } from './shardLeases.ts';
import { ShardLeaseStore, type LeaseHolder } from './shardLeaseStore.ts';

export interface ActorPlatformOptions {
  readonly domainKinds: readonly DomainKind[];
  readonly tables: readonly DomainTable[];
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly host: Host;
  readonly log: Logger;
  readonly metrics: ActorMetrics;
  readonly holder: LeaseHolder;
  readonly onGaveUp: (path: string, tenant: TenantId | undefined, error: unknown) => void;
  readonly onRecovered: (path: string, tenant: TenantId | undefined) => void;
}

/** The actor system over Postgres, with its leases and figures. */
export interface ActorPlatform {
  readonly system: ActorSystem;
  readonly setAside: PostgresSetAsideStore;
  readonly leases: ShardLeases;
  /** Takes shards and begins to fire deadlines. */
  start(): Promise<void>;
  /** Answers everything accepted, then gives the shards back. */
  stop(): Promise<void>;
}

const SAMPLE_MS = 5_000;

export function createActorPlatform(options: ActorPlatformOptions): ActorPlatform {
  const { database, eventLog, clock, host, log, metrics } = options;
  const repeating = createRepeatingLog({ log, clock });
  const leases = new ShardLeases({
    store: new ShardLeaseStore(database.systemPool),
    holder: options.holder,
    clock,
    monotonicNow: () => performance.now(),
    onTrouble: (error) =>
      repeating.report('leases', 'warn', { err: errorFields(error) }, 'shard leases cannot be renewed'),
    onChange: (owned) => log.info({ shards: owned.length }, 'shards owned'),
  });
  const system = new ActorSystem({
    domainKinds: options.domainKinds,
    store: new CommitStore(database.appPool, options.tables),
    deadlineStore: new PostgresDeadlineStore(database.systemPool),
    ownership: leases,
    clock,
    host,
    observer: createActorObserver(log, repeating, metrics),
    onCommitted: (batch) => eventLog.offer(batch),
    onGaveUp: options.onGaveUp,
    onRecovered: options.onRecovered,
  });
  let timer: unknown;
  const sample = (): void => {
    sampleGauges(system, leases, eventLog, metrics);
    void countSetAside(database.systemPool).then(
      (counts) => system.domain.kinds().forEach(({ kind }) => metrics.setAside.set({ kind }, counts.get(kind) ?? 0)),
      () => undefined, // without a database nothing is set aside; readiness tells that it is gone
    );
    timer = clock.setTimeout(sample, SAMPLE_MS);
  };
  return {
    system,
    setAside: new PostgresSetAsideStore(database.appPool),
    leases,
    async start() {
      await leases.start();
      system.start();
      sample();
    },
    async stop() {
      clock.clearTimeout(timer);
      await system.stop();
      await leases.stop();
      repeating.stop();
    },
  };
}

function sampleGauges(system: ActorSystem, leases: ShardLeases, eventLog: EventLog, metrics: ActorMetrics): void {
  const live = new Map<string, { actors: number; waiting: number }>(
    system.domain.kinds().map(({ kind }) => [kind, { actors: 0, waiting: 0 }]),
  );
  for (const cell of system.domain.directory.cells()) {
    const counts = live.get(cell.address.kind);
    if (!counts) continue;
    counts.actors += 1;
    counts.waiting += cell.mailbox?.depth ?? 0;
  }
  for (const [kind, { actors, waiting }] of live) {
    metrics.liveActors.set({ kind }, actors);
    metrics.mailboxDepth.set({ kind }, waiting);
  }
  metrics.shardLeases.set(leases.owned().length);
  metrics.deadlineLag.set(system.deadlines.lagMs / 1000);
  const behind = new Map<string, number>();
  for (const follower of eventLog.followers()) {
    behind.set(follower.name, (behind.get(follower.name) ?? 0) + follower.behind);
  }
  for (const [follower, events] of behind) metrics.followerLag.set({ follower }, events);
}
