import pg from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import { roleUrl, type DatabaseRole } from './connectionUrl.ts';
import { createListener, type Listener } from './listener.ts';
import { pgTypes } from './pgTypes.ts';
import { createQueryPool, inTransaction, type QueryPool } from './queryPool.ts';
import type { SystemTx, TenantTx, TransactionOptions } from './transaction.ts';

export interface DatabaseOptions {
  /** The login role's; it must be a member of lastmile_app and lastmile_system and own nothing. */
  readonly url: string;
  readonly log?: Logger;
  /** Shown in pg_stat_activity; `lastmile` unless told. */
  readonly applicationName?: string;
  /** Connections as lastmile_app, for slonik and for plain pg each; 10 unless told. */
  readonly appPoolSize?: number;
  /** Connections as lastmile_system, for slonik and for plain pg each; 4 unless told. */
  readonly systemPoolSize?: number;
  readonly statementTimeoutMs?: number;
  /** For the reconnects of the listening connection. */
  readonly clock?: Clock;
}

export interface Database extends AsyncDisposable {
  /** Connects. Throws DatabaseError when that fails; may be tried again. */
  start(): Promise<void>;
  /** Waits for what runs, then closes every connection; idempotent. */
  stop(): Promise<void>;
  /** One transaction of one tenant. Throws DatabaseError for trouble of the database, what `work` throws otherwise. */
  tenantTx<T>(tenant: TenantId, work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** One transaction of the system role. Throws like tenantTx. */
  systemTx<T>(work: (tx: SystemTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Plain pg for hot batches, as lastmile_app; begin with {@link beginTenant}. Types as in pgTypes.ts. */
  readonly appPool: pg.Pool;
  /** Plain pg, as lastmile_system. */
  readonly systemPool: pg.Pool;
  readonly listener: Listener;
  /** Calls back for every NOTIFY of the channel, and after each reconnect, when some may have been missed. Answers how to end it. */
  listen(
    channel: string,
    onNotification: (payload: string) => void,
    onReconnected: () => void,
  ): Promise<() => Promise<void>>;
}

/** Inert until `start`. */
export function createDatabase(options: DatabaseOptions): Database {
  const name = options.applicationName ?? 'lastmile';
  const log = options.log;
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const urlOf = (role: DatabaseRole): string =>
    roleUrl(options.url, role, `${name} ${role === 'lastmile_app' ? 'app' : 'system'}`);
  const sizeOf = (role: DatabaseRole): number =>
    role === 'lastmile_app' ? (options.appPoolSize ?? 10) : (options.systemPoolSize ?? 4);

  const plainPool = (role: DatabaseRole): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: urlOf(role),
      max: sizeOf(role),
      types: pgTypes,
      connectionTimeoutMillis: 5000,
      statement_timeout: statementTimeoutMs,
      // A connection that went silent (a host that is gone, a firewall that forgot it) must not hold commits for ever.
      query_timeout: statementTimeoutMs + 5_000,
      keepAlive: true,
      idleTimeoutMillis: 30_000,
    });
    // An idle connection that breaks is replaced; without this listener it would end the process.
    pool.on('error', (error) => log?.warn({ error: errorFields(error), role }, 'an idle database connection broke'));
    // While checked out, too: the running query reports the error as well.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  };
  const appPool = plainPool('lastmile_app');
  const systemPool = plainPool('lastmile_system');
  const queryPool = (role: DatabaseRole): QueryPool =>
    createQueryPool({ url: urlOf(role), size: sizeOf(role), statementTimeoutMs, log });
  const app = queryPool('lastmile_app');
  const system = queryPool('lastmile_system');
  const listener = createListener({
    url: roleUrl(options.url, 'lastmile_system', `${name} listen`),
    log,
    clock: options.clock,
  });

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await listener.stop();
    await Promise.all([app.stop(), system.stop(), appPool.end(), systemPool.end()]);
  };

  return {
    async start() {
      await Promise.all([app.start(), system.start()]);
      await listener.start();
    },
    stop: () => (stopping ??= stop()),
    tenantTx: (tenant, work, transaction) =>
      inTransaction(app, transaction, async (tx, sql) => {
        await tx.query(sql.unsafe`select set_config('app.tenant', ${tenant}, true)`);
        return await work(Object.assign(tx, { tenant }));
      }),
    systemTx: (work, transaction) =>
      inTransaction(system, transaction, async (tx) => await work(Object.assign(tx, { tenant: 'all' as const }))),
    appPool,
    systemPool,
    listener,
    listen: (channel, onNotification, onReconnected) => listener.listen(channel, onNotification, onReconnected),
    [Symbol.asyncDispose]() {
      return this.stop();
    },
  };
}
