import type { Clock } from '#actors/system/clock.ts';
import {
  setAsideRefusals,
  type SetAsideList,
  type SetAsideRefusalCode,
  type SetAsideRetried,
} from '#shared/accounting/setAside.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../../nas/nasFeature.ts';
import { recordAct } from '../../platform/audit/auditStore.ts';
import type { Subject } from '../../platform/auth/subject.ts';
import type { Database } from '../../platform/db/database.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import { HttpProblem } from '../../platform/http/problem.ts';
import type { AccountingLoader } from '../accountingLoader.ts';
import { inScope, routerSight, scopeOf } from '../sessionViews.ts';
import { systemBatch } from '../systemBatchStore.ts';
import { entryAgain } from './entryAgain.ts';
import type { SetAsideAlarm } from './setAsideAlarm.ts';
import {
  accountingStandings,
  countSetAside,
  discardSetAside,
  findSetAside,
  insertLoss,
  listLosses,
  listSetAside,
  noteLoss,
  noteRefused,
  noteTried,
  settleLoaded,
  type StoredSetAside,
} from './setAsideStore.ts';
import { shownEntry } from './shownEntry.ts';

export interface SetAsideDeskParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly loader: Pick<AccountingLoader, 'again'>;
  readonly routers: Pick<NasFeature, 'find'>;
  readonly alarm: Pick<SetAsideAlarm, 'stands'>;
  readonly tenants: () => readonly TenantId[];
}

const MOST_LISTED = 200;
const SET_ASIDE = 'accountingSetAside';
const LOSS = 'accountingLoss';

type Act = 'accounting.reloaded' | 'accounting.discarded' | 'accounting.lossNoted';

/** What of accounting could not be stored: shown, loaded once more, discarded, and taken note of. */
export class SetAsideDesk {
  readonly #parts: SetAsideDeskParts;

  constructor(parts: SetAsideDeskParts) {
    this.#parts = parts;
  }

  async list(subject: Subject): Promise<SetAsideList> {
    return await this.#parts.database.tenantTx(subject.tenant, async (tx) => {
      const rows = await listSetAside(tx, MOST_LISTED);
      const losses = [...(await listLosses(tx))];
      const entries = rows.flatMap((row) => this.#shown(subject, row) ?? []);
      const total = rows.length < MOST_LISTED ? entries.length : await countSetAside(tx);
      return { entries, total, losses };
    });
  }

  /** Who tries is on record before it is known how it ends. Throws HttpProblem. */
  async retry(subject: Subject, id: string): Promise<SetAsideRetried> {
    const { database, clock, loader } = this.#parts;
    const { tenant } = subject;
    const { entry } = await database.tenantTx(tenant, async (tx) => {
      const found = await this.#require(tx, subject, id);
      if (!(await noteTried(tx, id, clock.now()))) throw refusal('accounting/not-set-aside');
      await this.#record(tx, subject, SET_ASIDE, id, 'accounting.reloaded', {});
      return found;
    });
    try {
      const chunk = await entryAgain(entry);
      if (chunk === undefined || chunk.unreadable > 0) throw new Error('this release cannot read it');
      const isLoaded = await loader.again(chunk, (client) => settleLoaded(client, tenant, id, clock.now()));
      if (!isLoaded) throw refusal('accounting/not-set-aside');
    } catch (error) {
      if (error instanceof HttpProblem) throw error;
      const why = error instanceof Error ? error.message : String(error);
      await database.tenantTx(tenant, (tx) => noteRefused(tx, id, why));
      return { outcome: 'refused', error: why.slice(0, 1000) };
    }
    await this.refresh('it was loaded');
    return { outcome: 'loaded' };
  }

  async discard(subject: Subject, id: string, reason: string): Promise<void> {
    const { database, clock } = this.#parts;
    await database.tenantTx(subject.tenant, async (tx) => {
      await this.#require(tx, subject, id);
      if (!(await discardSetAside(tx, id, clock.now()))) throw refusal('accounting/not-set-aside');
      await this.#record(tx, subject, SET_ASIDE, id, 'accounting.discarded', { reason });
    });
    await this.refresh(`discarded: ${reason}`);
  }

  async noteLoss(subject: Subject, id: string, note: string): Promise<void> {
    const { database, clock } = this.#parts;
    await database.tenantTx(subject.tenant, async (tx) => {
      const noted = await noteLoss(tx, id, { by: subject.userId, note, now: clock.now() });
      if (!noted) throw refusal('accounting/loss-not-found');
      await this.#record(tx, subject, LOSS, id, 'accounting.lossNoted', { note });
    });
    await this.refresh(note);
  }

  /** Reports are lost: each company has to hear of it, for nobody can tell whose they were. */
  async lost(what: string): Promise<void> {
    const { database, clock, tenants } = this.#parts;
    await systemBatch(database.systemPool, (client) => insertLoss(client, tenants(), what, clock.now()));
    await this.refresh('');
  }

  /** Alarms as long as something waits. */
  async refresh(reason: string): Promise<void> {
    const { database, alarm, tenants } = this.#parts;
    const waiting = await systemBatch(database.systemPool, accountingStandings);
    for (const tenant of tenants()) {
      const standing = waiting.find((one) => one.tenant === tenant);
      alarm.stands(tenant, standing ?? { setAside: 0, losses: 0 }, reason);
    }
  }

  async #require(tx: TenantTx, subject: Subject, id: string): Promise<StoredSetAside> {
    const found = await findSetAside(tx, id);
    if (!found || !this.#shown(subject, found)) throw refusal('accounting/not-set-aside');
    return found;
  }

  /** Undefined: of a router that is not theirs to see. */
  #shown(subject: Subject, row: StoredSetAside): SetAsideList['entries'][number] | undefined {
    const { nasId, ...shown } = shownEntry(row);
    if (nasId === undefined) return subject.branches === 'all' ? { ...shown, router: null } : undefined;
    const sight = routerSight(this.#parts.routers, subject.tenant, nasId);
    if (!inScope(scopeOf(subject), sight)) return undefined;
    return { ...shown, router: { id: nasId, name: sight.name ?? null } };
  }

  async #record(
    tx: TenantTx,
    { userId }: Subject,
    kind: string,
    id: string,
    type: Act,
    facts: Readonly<Record<string, string>>,
  ): Promise<void> {
    const at = this.#parts.clock.now();
    await recordAct(tx, { kind, id: ActorId.parse(id), type, facts, by: userId, at });
  }
}

function refusal(code: SetAsideRefusalCode): HttpProblem {
  return new HttpProblem(code === 'accounting/loss-not-found' ? 404 : 409, code, setAsideRefusals[code]);
}
