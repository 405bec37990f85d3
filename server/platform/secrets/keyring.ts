import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartRefusal } from '../process/startRefusal.ts';

/** A key of 256 bits and the id that stands before what it encrypted. */
export interface SecretKey {
  /** The first 8 bytes of the key's hash. */
  readonly id: Buffer;
  readonly key: Buffer;
}

/** The first encrypts; all decrypt, so that keys can be changed without losing what older ones hold. */
export type Keyring = readonly [SecretKey, ...SecretKey[]];

/**
 * The keys of `LASTMILE_SECRET_KEYS` (base64, newest first, separated by commas), which every node of an installation must
 * share; else the key file of the data folder, made at the first start. Whoever backs up the database needs these too.
 * Throws StartRefusal for a file that is no key.
 */
export function loadKeyring(dataDir: string, configured: readonly string[] | undefined): Keyring {
  const [first, ...others] = configured ?? [readOrMake(join(dataDir, 'keys', 'secrets.key'))];
  if (first === undefined) throw new TypeError('a keyring needs a key');
  return [keyOf(first), ...others.map(keyOf)];
}

function keyOf(base64: string): SecretKey {
  const key = Buffer.from(base64, 'base64');
  return { id: createHash('sha256').update(key).digest().subarray(0, 8), key };
}

function readOrMake(path: string): string {
  const standing = read(path);
  if (standing === undefined) return make(path);
  if (!/^[A-Za-z0-9+/]{43}=$/.test(standing.trim())) {
    throw new StartRefusal(`${path} does not hold a key.`, [
      'Put the file back from a backup: without it, stored passwords of devices and second factors can not be read.',
    ]);
  }
  chmodSync(path, 0o600);
  return standing.trim();
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Must be on the disk before anything encrypted with it is. */
function make(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString('base64');
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${key}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return key;
}
