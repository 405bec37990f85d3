import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import { readQuotas, type QuotaRow } from './quotaStore.ts';
import type { UsageRow } from './usageTally.ts';

export interface QuotaMeterOptions {
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly onTrouble: (error: unknown) => void;
}

/** What is known of a line's quota; none: it has none that could be crossed. */
type Known = 'none' | Quota;
interface Quota extends QuotaRow {
  usedIn: number;
  usedOut: number;
  told: boolean;
}

const ROWS_AT_ONCE = 500;
const PAUSE_MS = 200;
const TROUBLE_PAUSE_MS = 5000;
const PATIENCE_MS = 30_000;

/**
 * Counts what lines use of their quotas, and tells a line's subscription when it is used up: at the report that shows it.
 * What it knows it has from the database, once per line and again after each change of the line.
 */
export class QuotaMeter {
  readonly #options: QuotaMeterOptions;
  readonly #known = new Map<string, Known>();
  readonly #wanted = new Map<TenantId, Set<string>>();
  readonly #followers = new Map<TenantId, Follower>();
  #running: Promise<void> | undefined;
  #timer: unknown;
  #stopped = false;

  constructor(options: QuotaMeterOptions) {
    this.#options = options;
  }

  /** From now on changes of the tenant's lines are heard. */
  async follow(tenant: TenantId): Promise<void> {
    if (this.#followers.has(tenant)) return;
    const { database, eventLog } = this.#options;
    const from = await inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant));
    const onEvents: Parameters<EventLog['follow']>[0]['onEvents'] = (records) => {
      for (const { kind, actorId } of records) if (kind === SUBSCRIPTION) this.#want(tenant, actorId);
    };
    this.#followers.set(tenant, eventLog.follow({ tenant, name: 'quotas', from, onEvents }));
  }

  /** Usage that was just stored. */
  used(rows: readonly UsageRow[]): void {
    for (const { tenantId, ofId, octetsIn, octetsOut } of rows) {
      const known = this.#known.get(ofId);
      const tenant = tenantId as TenantId;
      // What is being read at this moment may have it or not: it is read again.
      if (known === undefined || this.#wanted.get(tenant)?.has(ofId) === true) this.#want(tenant, ofId);
      else if (known !== 'none') {
        known.usedIn += octetsIn;
        known.usedOut += octetsOut;
        this.#judge(tenant, known);
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
    await Promise.all([...this.#followers.values()].map((follower) => follower.stop()));
    await this.#running;
  }

  #want(tenant: TenantId, id: string): void {
    this.#known.delete(id);
    const wanted = this.#wanted.get(tenant) ?? new Set();
    this.#wanted.set(tenant, wanted.add(id));
    this.#later(PAUSE_MS);
  }

  #later(pauseMs: number): void {
    if (this.#stopped || this.#timer !== undefined || this.#running !== undefined) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#readAll().then((isWell) => {
        this.#running = undefined;
        if (this.#wanted.size > 0) this.#later(isWell ? PAUSE_MS : TROUBLE_PAUSE_MS);
      });
    }, pauseMs);
  }

  async #readAll(): Promise<boolean> {
    for (const [tenant, wanted] of this.#wanted) {
      const ids = [...wanted].slice(0, ROWS_AT_ONCE);
      for (const id of ids) wanted.delete(id);
      if (wanted.size === 0) this.#wanted.delete(tenant);
      try {
        await this.#read(tenant, ids);
      } catch (error) {
        for (const id of ids) this.#want(tenant, id);
        this.#options.onTrouble(error);
        return false;
      }
    }
    return true;
  }

  async #read(tenant: TenantId, ids: readonly string[]): Promise<void> {
    const { database, clock } = this.#options;
    const rows = await inTenant(database.appPool, tenant, (client) => readQuotas(client, tenant, ids, clock.now()));
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const id of ids) {
      // Used or changed meanwhile: it stands among the wanted again.
      if (this.#wanted.get(tenant)?.has(id) === true) continue;
      const row = found.get(id);
      const known: Known = row === undefined ? 'none' : { ...row, told: false };
      this.#known.set(id, known);
      if (known !== 'none') this.#judge(tenant, known);
    }
  }

  #judge(tenant: TenantId, quota: Quota): void {
    const usedBytes = quota.counts === 'download' ? quota.usedOut : quota.usedIn + quota.usedOut;
    if (quota.told || usedBytes < quota.limitBytes) return;
    quota.told = true;
    const { ask, clock, newId, onTrouble } = this.#options;
    void ask({
      address: { tenant, kind: SUBSCRIPTION, id: ActorId.parse(quota.id) },
      key: IdempotencyKey.parse(`quota:${newId()}`),
      command: { type: 'subscription.reportUsage', periodFrom: quota.periodFrom, usedBytes },
      caller: { kind: 'system', name: 'accounting' },
      deadlineAt: clock.now() + PATIENCE_MS,
    }).then((reply) => {
      // Told again with the next usage.
      if (!reply.ok) quota.told = false;
    }, onTrouble);
  }
}
