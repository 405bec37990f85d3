import { createPool, createTypeParserPreset, sql, type DatabasePool, type DatabaseTransactionConnection } from 'slonik';
import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import { tlsOf } from './connectionUrl.ts';
import { classify, DatabaseError } from './databaseError.ts';
import { parseInstant } from './pgTypes.ts';
import { resultParser } from './resultParser.ts';
import type { TransactionOptions } from './transaction.ts';

/** Slonik's pool of one role. */
export interface QueryPool {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Throws DatabaseError('unavailable') before start. */
  pool(): DatabasePool;
}

interface QueryPoolOptions {
  readonly url: string;
  readonly size: number;
  readonly statementTimeoutMs: number;
  readonly log: Logger | undefined;
}

export function createQueryPool(options: QueryPoolOptions): QueryPool {
  let started: DatabasePool | undefined;
  return {
    async start() {
      if (started !== undefined) return;
      try {
        started = await openPool(options);
      } catch (error) {
        throw new DatabaseError('the database cannot be reached', error);
      }
    },
    async stop() {
      const pool = started;
      started = undefined;
      await pool?.end();
    },
    pool() {
      if (started === undefined)
        throw new DatabaseError('the database connection is not open', new Error('Connection ended'));
      return started;
    },
  };
}

async function openPool(options: QueryPoolOptions): Promise<DatabasePool> {
  const tls = tlsOf(options.url);
  const pool = await createPool(options.url, {
    maxPoolSize: options.size,
    statementTimeout: options.statementTimeoutMs,
    connectionTimeout: 5000,
    connectionRetryLimit: 0,
    // Nothing is run again behind the caller's back.
    queryRetryLimit: 0,
    transactionRetryLimit: 0,
    idleTimeout: 30_000,
    captureStackTrace: false,
    // The default, DISCARD ALL, breaks prepared statements and costs a round trip; so no session state may be set:
    // only set_config(…, true) and pg_advisory_xact_lock.
    resetConnection: async () => {},
    interceptors: [resultParser],
    ...(tls === false ? {} : { ssl: tls }),
    typeParsers: [
      ...createTypeParserPreset().filter(({ name }) => !['numeric', 'timestamptz', 'timestamp', 'date'].includes(name)),
      { name: 'numeric', parse: (text: string) => text },
      { name: 'date', parse: (text: string) => text },
      { name: 'timestamptz', parse: parseInstant },
    ],
  });
  pool.on('error', (error) => options.log?.warn({ error: errorFields(error) }, 'a database connection broke'));
  return pool;
}

/** Runs work in a transaction of the pool, again only as often as asked. Throws as Database.tenantTx describes. */
export async function inTransaction<T>(
  from: QueryPool,
  options: TransactionOptions | undefined,
  work: (tx: DatabaseTransactionConnection, tag: typeof sql) => Promise<T>,
): Promise<T> {
  for (let left = options?.retries ?? 0; ; left--) {
    try {
      return await from.pool().transaction((tx) => work(tx, sql), 0);
    } catch (error) {
      const failure = classify(error);
      if (failure === 'serialization' && left > 0) continue;
      if (error instanceof DatabaseError || failure === 'other' || failure === 'constraint') throw error;
      throw new DatabaseError(`the database transaction failed: ${failure}`, error);
    }
  }
}
