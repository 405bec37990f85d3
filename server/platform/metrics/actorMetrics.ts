import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The actor system's own figures. Labels are kinds, never tenants or ids: those would be unbounded. */
export interface ActorMetrics {
  /** Commands answered. `outcome`: `accepted`, `refused`, `repeated` (answered from the stored answer), `failed`. */
  readonly commands: Counter<'kind' | 'outcome'>;
  /** Seconds from a command's arrival to its durable answer. */
  readonly commandDuration: Histogram<'kind'>;
  readonly liveActors: Gauge<'kind'>;
  /** Messages waiting, summed over the actors of a kind. */
  readonly mailboxDepth: Gauge<'kind'>;
  readonly restarts: Counter<'kind'>;
  /** Messages that crashed their actor twice and wait for a person. */
  readonly setAside: Gauge<'kind'>;
  /** Commands per committed transaction. */
  readonly commitBatchSize: Histogram;
  readonly commitDuration: Histogram;
  /** Seconds by which the oldest due deadline is late; 0 when none is. */
  readonly deadlineLag: Gauge;
  /** Events by which a follower is behind the log's head, summed over tenants. */
  readonly followerLag: Gauge<'follower'>;
  readonly shardLeases: Gauge;
}

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createActorMetrics(registry: Registry): ActorMetrics {
  return { ...commandMetrics(registry), ...actorGauges(registry), ...commitMetrics(registry), ...lagMetrics(registry) };
}

function commandMetrics(registry: Registry): Pick<ActorMetrics, 'commands' | 'commandDuration'> {
  const registers = [registry];
  return {
    commands: new Counter({
      name: 'lastmile_actor_commands_total',
      help: 'Commands answered, by kind of actor and outcome.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    commandDuration: new Histogram({
      name: 'lastmile_actor_command_duration_seconds',
      help: "From a command's arrival to its durable answer.",
      labelNames: ['kind'],
      buckets: durationBuckets,
      registers,
    }),
  };
}

function actorGauges(registry: Registry): Pick<ActorMetrics, 'liveActors' | 'mailboxDepth' | 'restarts' | 'setAside'> {
  const byKind = { labelNames: ['kind'] as const, registers: [registry] };
  return {
    liveActors: new Gauge({ name: 'lastmile_actors_live', help: 'Actors in memory.', ...byKind }),
    mailboxDepth: new Gauge({ name: 'lastmile_actor_mailbox_depth', help: 'Messages waiting for actors.', ...byKind }),
    restarts: new Counter({ name: 'lastmile_actor_restarts_total', help: 'Restarts of crashed actors.', ...byKind }),
    setAside: new Gauge({
      name: 'lastmile_actor_messages_set_aside',
      help: 'Messages that crashed their actor twice and wait for a person.',
      ...byKind,
    }),
  };
}

function commitMetrics(registry: Registry): Pick<ActorMetrics, 'commitBatchSize' | 'commitDuration'> {
  const registers = [registry];
  return {
    commitBatchSize: new Histogram({
      name: 'lastmile_commit_batch_commands',
      help: 'Commands that shared one transaction.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    }),
    commitDuration: new Histogram({
      name: 'lastmile_commit_duration_seconds',
      help: 'Group commit transactions, from begin to the answer of commit.',
      buckets: durationBuckets,
      registers,
    }),
  };
}

function lagMetrics(registry: Registry): Pick<ActorMetrics, 'deadlineLag' | 'followerLag' | 'shardLeases'> {
  const registers = [registry];
  return {
    deadlineLag: new Gauge({
      name: 'lastmile_deadline_lag_seconds',
      help: 'By how much the oldest due deadline is late.',
      registers,
    }),
    followerLag: new Gauge({
      name: 'lastmile_follower_lag_events',
      help: "Events between a follower's position and the head of the log.",
      labelNames: ['follower'],
      registers,
    }),
    shardLeases: new Gauge({ name: 'lastmile_shard_leases_held', help: 'Shards this process owns.', registers }),
  };
}
