import { z } from 'zod';
import { ActorId } from '../values/ids.ts';

export const DatabaseEngine = z.enum(['mysql', 'postgresql']);
export type DatabaseEngine = z.infer<typeof DatabaseEngine>;

export const usualPorts: Readonly<Record<DatabaseEngine, number>> = { mysql: 3306, postgresql: 5432 };

/**
 * `POST /api/bulk/imports/database` (permission `bulk.import`): 201 with {@link DatabaseRead}. What it holds is read once, in
 * one read-only transaction, and goes on as a file does; the password is used for that and kept nowhere.
 */
export const ImportDatabase = z.object({
  engine: DatabaseEngine,
  /** MySQL and MariaDB are one. */
  host: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$|^[0-9a-f:.]+$/, 'An address or a host name, without port.'),
  port: z.int('A port number.').min(1).max(65_535),
  database: z.string().trim().min(1, 'The name of the database.').max(64),
  user: z.string().trim().min(1, 'A user that may read it.').max(80),
  password: z.string().max(250),
  /** verified: the server shows a certificate of this host that this server trusts. */
  tls: z.enum(['off', 'verified']).default('off'),
});
export type ImportDatabase = z.infer<typeof ImportDatabase>;

export const DatabaseRead = z.object({
  id: ActorId,
  number: z.int(),
  /** Older sessions that found no room. */
  leftSessions: z.int(),
});
export type DatabaseRead = z.infer<typeof DatabaseRead>;
