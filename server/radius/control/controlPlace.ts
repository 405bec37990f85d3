import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where main and the RADIUS process of one data folder meet. */
export interface ControlPlace {
  /** Of everything the RADIUS process keeps. */
  readonly folder: string;
  readonly socket: string;
  readonly tokenFile: string;
  /** Its standard output and error. */
  readonly logFile: string;
}

const TOKEN_BYTES = 32;

export function controlPlace(dataDir: string): ControlPlace {
  const folder = join(dataDir, 'radius');
  return {
    folder,
    socket: join(folder, 'control.sock'),
    tokenFile: join(folder, 'control.token'),
    logFile: join(folder, 'radius.log'),
  };
}

/** Makes folder and token when missing; the token is the same for whoever comes first. */
export function prepareControlPlace(dataDir: string): ControlPlace & { readonly token: string } {
  const place = controlPlace(dataDir);
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  chmodSync(place.folder, 0o700);
  return { ...place, token: readToken(place.tokenFile) ?? makeToken(place.tokenFile) };
}

function readToken(path: string): string | undefined {
  try {
    const token = readFileSync(path, 'utf8').trim();
    if (token.length >= TOKEN_BYTES) return token;
    rmSync(path, { force: true });
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written aside and linked: whoever reads it sees all of it, and of two that make it at once one wins. */
function makeToken(path: string): string {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(TOKEN_BYTES).toString('base64url')}\n`, { mode: 0o600 });
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}
