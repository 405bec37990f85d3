import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { ImportDatabase } from '#shared/bulk/database.ts';
import type { BulkRefusalCode } from '#shared/bulk/errors.ts';
import { MOST_FILE_BYTES } from '#shared/bulk/importSettings.ts';
import { TargetForbidden, type TargetGuard } from '../../platform/outbound/targetGuard.ts';
import { bulkRefusal } from '../bulkRefusal.ts';

const Trouble = z.enum(['login', 'missing', 'certificate', 'unreachable', 'unknown']);
const Message = z.union([
  z.object({ piece: z.instanceof(Uint8Array) }),
  z.object({ trouble: Trouble }),
  z.object({ tooLarge: z.boolean(), leftSessions: z.int() }),
]);
const codes: Readonly<Record<z.infer<typeof Trouble>, BulkRefusalCode>> = {
  login: 'bulk/database-login',
  missing: 'bulk/database-missing',
  certificate: 'bulk/database-certificate',
  unreachable: 'bulk/database-unreachable',
  unknown: 'bulk/database-unknown',
};
const WITHIN_MS = 300_000;

export interface ReadDatabase {
  readonly content: Buffer;
  readonly leftSessions: number;
}

/** Everything that is known how to take over, as a dump; read in a thread of its own. Throws HttpProblem. */
export async function readDatabase(place: ImportDatabase, guard: TargetGuard): Promise<ReadDatabase> {
  const address = await addressOf(place.host, guard);
  const worker = new Worker(new URL('./databaseWorker.ts', import.meta.url), {
    workerData: { ...place, address, mostBytes: MOST_FILE_BYTES },
  });
  const late = setTimeout(() => void worker.terminate(), WITHIN_MS);
  try {
    return await collected(worker);
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}

async function collected(worker: Worker): Promise<ReadDatabase> {
  const pieces: Uint8Array[] = [];
  return await new Promise<ReadDatabase>((resolve, reject) => {
    worker.on('message', (said: unknown) => {
      const message = Message.parse(said);
      if ('piece' in message) pieces.push(message.piece);
      else if ('trouble' in message) reject(bulkRefusal(codes[message.trouble]));
      else if (message.tooLarge) reject(bulkRefusal('bulk/database-too-large'));
      else resolve({ content: Buffer.concat(pieces), leftSessions: message.leftSessions });
    });
    worker.on('error', (cause) => reject(bulkRefusal('bulk/database-unreachable', { cause })));
    worker.on('exit', () => reject(bulkRefusal('bulk/database-unreachable')));
  });
}

/** Looked up once, so that the address that was found to be allowed is the one that is talked to. */
async function addressOf(host: string, guard: TargetGuard): Promise<string> {
  try {
    guard.check(host);
    return await new Promise<string>((resolve, reject) =>
      guard.lookup(host, {}, (error, found) => {
        if (error) reject(error);
        else resolve(typeof found === 'string' ? found : (found[0]?.address ?? ''));
      }),
    );
  } catch (cause) {
    throw bulkRefusal(cause instanceof TargetForbidden ? 'bulk/database-forbidden' : 'bulk/database-unreachable', {
      cause,
    });
  }
}
