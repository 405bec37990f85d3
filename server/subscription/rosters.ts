import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { paced } from '../platform/live/paced.ts';
import type { OnlineLines } from './onlineLines.ts';
import { Roster } from './roster.ts';
import { rosterOf, rosterPage } from './rosterStore.ts';
import type { SubscriptionChanges } from './subscriptionChanges.ts';

export interface RostersOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly changes: SubscriptionChanges;
  readonly online: () => OnlineLines;
  readonly onTrouble: (error: unknown) => void;
}

const PAGE = 20_000;
const AT_ONCE = 5_000;
const EVERY_MS = 250;

/** A roster that is kept as its company's lines change. */
export interface KeptRoster {
  readonly roster: Roster;
  readonly listeners: Set<() => void>;
}

/** Rosters of companies, each read whole when it is first asked for and kept from then on. */
export class Rosters {
  readonly #options: RostersOptions;
  readonly #kept = new Map<TenantId, Promise<KeptRoster>>();
  readonly #ends: (() => void)[] = [];

  constructor(options: RostersOptions) {
    this.#options = options;
  }

  /** Rejects when it can't be read; the next call tries again. */
  of(tenant: TenantId): Promise<KeptRoster> {
    const known = this.#kept.get(tenant);
    if (known) return known;
    const reading = this.#read(tenant).catch((error: unknown) => {
      this.#kept.delete(tenant);
      throw error;
    });
    this.#kept.set(tenant, reading);
    return reading;
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  async #read(tenant: TenantId): Promise<KeptRoster> {
    const { database, changes, clock, online, onTrouble } = this.#options;
    const kept: KeptRoster = { roster: new Roster(), listeners: new Set() };
    const waiting = new Set<string>();
    // One after the other, so that what was read earlier never overwrites what was read later.
    let turn: Promise<void> | undefined;
    const refresh = (): void => {
      turn = (turn ?? Promise.resolve())
        .then(() => this.#refresh(tenant, kept, waiting))
        .catch((error: unknown) => {
          onTrouble(error);
          trigger();
        });
    };
    let reading = true;
    const trigger = paced(clock, EVERY_MS, () => reading || refresh());
    const hear = (ids: ReadonlySet<string>): void => {
      for (const id of ids) waiting.add(id);
      trigger();
    };
    // Listening first: what changes while it is read is read again.
    const unlisten = await changes.listen(tenant, hear);
    const unwatch = online().onChange(tenant, hear);
    this.#ends.push(unlisten, unwatch, () => trigger.stop());
    let after = 0;
    for (let last = PAGE; last === PAGE;) {
      const page = await inTenant(database.appPool, tenant, (client) => rosterPage(client, tenant, after, PAGE));
      for (const line of page) kept.roster.put(line);
      last = page.length;
      after = page.at(-1)?.number ?? after;
    }
    for (const id of online().all(tenant)) waiting.add(id);
    await this.#refresh(tenant, kept, waiting);
    reading = false;
    trigger();
    return kept;
  }

  async #refresh(tenant: TenantId, { roster, listeners }: KeptRoster, waiting: Set<string>): Promise<void> {
    const { database, online } = this.#options;
    while (waiting.size > 0) {
      const ids = [...waiting].slice(0, AT_ONCE);
      for (const id of ids) waiting.delete(id);
      try {
        const lines = await inTenant(database.appPool, tenant, (client) => rosterOf(client, tenant, ids));
        for (const line of lines) {
          roster.put(line);
          if (online().lineOf(tenant, line.id)) roster.cameIn(line);
        }
      } catch (error) {
        for (const id of ids) waiting.add(id);
        throw error;
      }
      for (const id of ids) if (!online().lineOf(tenant, id as ActorId)) roster.went(id);
    }
    for (const listener of listeners) listener();
  }
}
