import { createHash } from 'node:crypto';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { NasBackupReason } from '#shared/nas/backup.ts';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { recordAct } from '../../platform/audit/auditStore.ts';
import type { Database } from '../../platform/db/database.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import type { NasPriority } from '../nasBudget.ts';
import type { NasRegistry } from '../nasRegistry.ts';
import type { StoredNas } from '../storedNas.ts';
import { nasDriverOf } from '../vendors/all.ts';
import type { NasWire } from '../vendors/nasDriver.ts';
import { lineChanges } from './lineChanges.ts';
import {
  backupSeen,
  dropOldBackups,
  insertBackup,
  lockNewestBackup,
  readBackupSchedule,
  type StoredBackup,
} from './nasBackupStore.ts';

export interface NasBackupsOptions {
  readonly database: Database;
  readonly registry: NasRegistry;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly wireOf: (tenant: TenantId, id: ActorId, priority: NasPriority) => NasWire;
  readonly versionOf: (tenant: TenantId, id: ActorId) => string | undefined;
}

export interface TakenBackup {
  readonly backup: StoredBackup;
  /** The router has what the newest one holds. */
  readonly unchanged: boolean;
}

/** The configuration is longer than what is kept. */
export class ConfigurationTooLong extends Error {
  override readonly name = 'ConfigurationTooLong';
}

export const MOST_BACKUP_BYTES = 2 * 1024 * 1024;
/** Kept however old they are. */
const ALWAYS_KEPT = 10;
const DAY_MS = 86_400_000;

/** Takes configurations from routers and keeps those that differ from the one before. One at a time for each router. */
export class NasBackups {
  readonly #options: NasBackupsOptions;
  readonly #lines = new Map<ActorId, Promise<unknown>>();

  constructor(options: NasBackupsOptions) {
    this.#options = options;
  }

  /** Rejects with NasTrouble or an error of the command when the router does not tell. */
  take(
    nas: StoredNas,
    why: { readonly reason: NasBackupReason; readonly by?: UserId },
    signal: AbortSignal,
  ): Promise<TakenBackup> {
    const before = this.#lines.get(nas.id) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.#take(nas, why, signal));
    const quiet = mine.catch(() => undefined);
    this.#lines.set(nas.id, quiet);
    void quiet.then(() => this.#lines.get(nas.id) === quiet && this.#lines.delete(nas.id));
    return mine;
  }

  async #take(
    nas: StoredNas,
    { reason, by }: { readonly reason: NasBackupReason; readonly by?: UserId },
    signal: AbortSignal,
  ): Promise<TakenBackup> {
    const { database, clock, newId, versionOf } = this.#options;
    const text = await this.#read(nas, reason, signal);
    const bytes = Buffer.byteLength(text);
    if (bytes > MOST_BACKUP_BYTES)
      throw new ConfigurationTooLong(`its configuration has ${bytes} bytes, ${MOST_BACKUP_BYTES} are the most`);
    const sha256 = createHash('sha256').update(text).digest();
    const now = clock.now();
    return await database.tenantTx(nas.tenant, async (tx) => {
      const newest = await lockNewestBackup(tx, nas.id);
      const taken = newest?.sha256.equals(sha256)
        ? { backup: await seenAgain(tx, newest, now), unchanged: true }
        : {
            unchanged: false,
            backup: await keep(tx, nas, {
              ...{ id: ActorId.parse(newId()), takenAt: now, reason, takenBy: by, text, sha256, bytes },
              version: versionOf(nas.tenant, nas.id),
              lines: text.split('\n').length - 1,
              ...(newest ? lineChanges(newest.text, text) : { added: undefined, removed: undefined }),
            }),
          };
      const { keptDays } = await readBackupSchedule(tx);
      await dropOldBackups(tx, nas.id, now - keptDays * DAY_MS, ALWAYS_KEPT);
      await record(tx, nas, taken, by, now);
      return taken;
    });
  }

  async #read(nas: StoredNas, reason: NasBackupReason, signal: AbortSignal): Promise<string> {
    const { registry, wireOf } = this.#options;
    const driver = nasDriverOf(nas.vendor);
    if (!driver) throw new NasTrouble('nonsense', `no driver is called ${nas.vendor}`);
    const known = [registry.open(nas, 'password'), registry.open(nas, 'radiusSecret')];
    const wire = wireOf(nas.tenant, nas.id, reason === 'schedule' ? 'polls' : 'people');
    return await driver.configuration(wire, known, signal);
  }
}

async function seenAgain(tx: TenantTx, newest: StoredBackup, now: number): Promise<StoredBackup> {
  await backupSeen(tx, newest.id, now);
  return { ...newest, seenAt: now };
}

async function keep(tx: TenantTx, nas: StoredNas, backup: Parameters<typeof insertBackup>[2]): Promise<StoredBackup> {
  await insertBackup(tx, nas.id, backup);
  const { text: _, sha256: _s, ...stored } = backup;
  return { ...stored, seenAt: backup.takenAt };
}

/** What somebody did, and every change of a configuration whoever made it; a look that finds nothing new is no news. */
async function record(
  tx: TenantTx,
  { id }: StoredNas,
  { backup, unchanged }: TakenBackup,
  by: UserId | undefined,
  at: number,
): Promise<void> {
  const { id: backupId, reason, added, removed } = backup;
  const changed = !unchanged && added !== undefined && removed !== undefined;
  if (!changed && by === undefined) return;
  const facts = { backupId, reason, unchanged, ...(changed ? { added, removed } : {}) };
  await recordAct(tx, {
    kind: 'nas',
    id,
    type: changed ? 'nas.configurationChanged' : 'nas.backupTaken',
    facts,
    by,
    at,
  });
}
