import type { ActorSystem } from '#actors/system/actorSystem.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope, Fence } from '#actors/system/envelope.ts';
import type { Host } from '#actors/system/ports.ts';
import type { BranchContent } from '#shared/tenant/branches.ts';
import type { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { KindPermissions } from './actors/commandGateway.ts';
import type { Approvals } from './approvals.ts';
import type { Identity } from './auth/identity.ts';
import type { Config } from './config/config.ts';
import type { Database } from './db/database.ts';
import type { EventLog } from './eventLog/eventLog.ts';
import type { Readiness } from './health/readiness.ts';
import type { Routes } from './http/httpApp.ts';
import type { ViewSource } from './live/viewSource.ts';
import type { Logger } from './log/logger.ts';
import type { RepeatingLog } from './log/repeatingLog.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { NamesSource } from './names.ts';
import type { SearchProvider } from './search/searchProvider.ts';
import type { Secrets } from './secrets/secrets.ts';

/** What a feature is made with. Everything is inert until the features are started. */
export interface FeatureContext {
  readonly config: Config;
  readonly log: Logger;
  /** For trouble that may repeat without end. */
  readonly repeating: RepeatingLog;
  readonly clock: Clock;
  readonly host: Host;
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly metrics: Metrics;
  readonly identity: Identity;
  /** For what must be stored and read again: passwords of devices, keys of providers. */
  readonly secrets: Secrets;
  readonly names: NamesSource;
  /** Limits of roles, and second persons for what is beyond them. Register acts before start. */
  readonly approvals: Approvals;
  readonly mailer: Mailer;
  /** Whether this server is well, as `/readyz` says it. */
  readonly readiness: Readiness;
  /** Device actors run here; commands to domain actors go through {@link ask}. */
  readonly system: ActorSystem;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  /** The ownership under which a device actor writes; undefined while another server has it. */
  readonly fence: (device: ActorAddress) => Fence | undefined;
  /** The companies of this installation, as known now; one that is founded later is told to {@link Feature.tenantAdded}. */
  readonly tenants: () => readonly TenantId[];
}

export type ObjectNames = (tenant: TenantId, ids: readonly ActorId[]) => Promise<ReadonlyMap<ActorId, string>>;

/** What has objects that the audit log names and that may be in a branch. */
export interface ObjectKeeper {
  /** What it has in a branch, as kind and count: while there is anything, the branch can't be archived. */
  branchContent?(tenant: TenantId, branch: BranchId): Promise<readonly BranchContent[]>;
  /** By kind of object: what those of the ids are called that it knows, for the audit log. */
  readonly objectNames?: Readonly<Record<string, ObjectNames>>;
}

/** A part of the product: what it adds to the server's API, live views and commands, and what runs for it. */
export interface Feature extends ObjectKeeper {
  readonly name: string;
  readonly routes?: Routes;
  readonly views?: readonly ViewSource[];
  readonly commands?: readonly KindPermissions[];
  /** What people find of it by a few letters. */
  readonly search?: readonly SearchProvider[];
  /** Called when actors run, in the order of the list and before anybody is let in. */
  start?(): Promise<void> | void;
  /** In reverse order, before actors stop; idempotent. */
  stop?(): Promise<void> | void;
  /** A bug ends this server: called before `stop`. What can go on without it should. */
  crashing?(): void;
  tenantAdded?(tenant: TenantId): Promise<void> | void;
  /** The lab answers; called at every start of it, in a demo only. Rejecting counts as a crash of the lab. */
  labStarted?(lab: {
    get(path: string): Promise<unknown>;
    post(path: string, body: object): Promise<unknown>;
  }): Promise<void>;
}
