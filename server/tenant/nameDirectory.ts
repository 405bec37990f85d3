import type { Clock } from '#actors/system/clock.ts';
import { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { Logger } from '../platform/log/logger.ts';
import { createRepeatingLog } from '../platform/log/repeatingLog.ts';
import type { Names, NamesSource } from '../platform/names.ts';
import { namesChangedChannel } from './namesChangeStore.ts';
import { readNames } from './nameStore.ts';

export interface NameDirectory extends NamesSource {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface NameDirectoryOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

interface LoadedNames extends Names {
  replace(users: ReadonlyMap<string, string>, branches: ReadonlyMap<string, string>): void;
}

const retryMs = 1_000;

export function createNameDirectory({ database, clock, log }: NameDirectoryOptions): NameDirectory {
  const loaded = new Map<TenantId, Promise<LoadedNames>>();
  const callbacks = new Set<(tenant: TenantId) => void>();
  const repeatingLog = createRepeatingLog({ log, clock });
  const reloads = new Map<TenantId, Promise<void>>();
  const again = new Set<TenantId>();
  let unlisten: (() => Promise<void>) | undefined;
  let running = false;

  async function readInto(tenant: TenantId, names: LoadedNames): Promise<LoadedNames> {
    const { users, branches } = await database.tenantTx(tenant, readNames);
    names.replace(
      new Map(users.map(({ id, name }) => [id, name])),
      new Map(branches.map(({ id, name }) => [id, name])),
    );
    return names;
  }

  function namesOf(tenant: TenantId): Promise<LoadedNames> {
    const standing = loaded.get(tenant);
    if (standing) return standing;
    const reading = readInto(tenant, emptyNames());
    loaded.set(tenant, reading);
    reading.catch(() => loaded.delete(tenant));
    return reading;
  }

  /** A change heard of while reading makes it read again. */
  function reload(tenant: TenantId): void {
    if (!loaded.has(tenant)) return;
    if (reloads.has(tenant)) again.add(tenant);
    else
      reloads.set(
        tenant,
        readAgain(tenant).finally(() => reloads.delete(tenant)),
      );
  }

  async function readAgain(tenant: TenantId): Promise<void> {
    do {
      again.delete(tenant);
      try {
        await readInto(tenant, await namesOf(tenant));
        for (const callback of callbacks) callback(tenant);
      } catch (error) {
        repeatingLog.report('names', 'warn', { err: error, tenant }, 'names cannot be read again; trying every second');
        clock.setTimeout(() => running && reload(tenant), retryMs);
        return;
      }
    } while (again.has(tenant));
  }

  function heard(payload: string): void {
    const tenant = TenantId.safeParse(payload);
    if (tenant.success) reload(tenant.data);
  }

  return {
    async start() {
      if (running) return;
      running = true;
      unlisten = await database.listen(namesChangedChannel, heard, () => [...loaded.keys()].forEach(reload));
    },
    async stop() {
      running = false;
      repeatingLog.stop();
      await unlisten?.();
      await Promise.allSettled(reloads.values());
    },
    namesOf,
    onNamesChanged(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
  };
}

function emptyNames(): LoadedNames {
  let users: ReadonlyMap<string, string> = new Map();
  let branches: ReadonlyMap<string, string> = new Map();
  return {
    userName: (id) => users.get(id),
    branchName: (id) => branches.get(id),
    replace(newUsers, newBranches) {
      users = newUsers;
      branches = newBranches;
    },
  };
}
