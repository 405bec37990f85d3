import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { ForeignDatabase } from './foreignDatabase.ts';
import { openMysql } from './mysqlStore.ts';
import { openPostgres } from './postgresStore.ts';
import { takeSnapshot } from './takeSnapshot.ts';

/** What a thread that reads a database is given. */
const Job = z.object({
  engine: z.enum(['mysql', 'postgresql']),
  host: z.string(),
  address: z.string(),
  port: z.int(),
  database: z.string(),
  user: z.string(),
  password: z.string(),
  tls: z.enum(['off', 'verified']),
  mostBytes: z.int(),
});
const PIECE = 1_048_576;

const port = parentPort!;
const { mostBytes, ...place } = Job.parse(workerData);

async function read(): Promise<void> {
  let database: ForeignDatabase | undefined;
  try {
    database = await (place.engine === 'mysql' ? openMysql(place) : openPostgres(place));
    const lines = await takeSnapshot(database, mostBytes);
    if (!lines) return port.postMessage({ trouble: 'unknown' });
    let text = '';
    for (;;) {
      const next = await lines.next();
      if (next.done !== true) text += next.value;
      if (text.length >= PIECE || next.done === true) {
        port.postMessage({ piece: Buffer.from(text) });
        text = '';
      }
      if (next.done === true) return port.postMessage(next.value);
    }
  } catch (error) {
    // Its message is the driver's and may name the user; only what kind of trouble it is leaves the thread.
    port.postMessage({ trouble: troubleOf(error) });
  } finally {
    await database?.close().catch(() => undefined);
    port.close();
  }
}

const LOGIN = new Set(['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR', '42501']);

function troubleOf(error: unknown): 'login' | 'missing' | 'certificate' | 'unreachable' {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // SQLSTATE 28: invalid authorization · 3D000: no such database (PostgreSQL manual, Appendix A).
  if (LOGIN.has(code) || code.startsWith('28')) return 'login';
  if (code === 'ER_BAD_DB_ERROR' || code === '3D000') return 'missing';
  return /CERT|SSL|TLS|HANDSHAKE/i.test(code) ? 'certificate' : 'unreachable';
}

await read();
