import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { StartRefusal } from '../process/startRefusal.ts';

const connectWithinMs = 10_000;
const startingWithinMs = 60_000;

/**
 * A connection for the checks at the start. `setting` is the setting `url` came from, and is named when it is wrong. A
 * server that is still starting is waited for. Throws StartRefusal; the URL's password is in none of its texts.
 */
export async function connectForStart(url: string, setting: string): Promise<pg.Client> {
  const giveUpAt = performance.now() + startingWithinMs;
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'lastmile start',
      connectionTimeoutMillis: connectWithinMs,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (codeOf(error) !== '57P03' || performance.now() > giveUpAt) throw refusal(url, setting, error);
      await delay(500);
    }
  }
}

function refusal(url: string, setting: string, error: unknown): StartRefusal {
  const { hostname, port, username, pathname } = new URL(url);
  const server = `${hostname}:${port || 5432}`;
  const role = decodeURIComponent(username);
  const cause = { cause: error };
  switch (codeOf(error)) {
    case '28P01':
      return new StartRefusal(
        `The database at ${server} does not accept the password that ${setting} has for role "${role}".`,
        [`Correct the password in ${setting} (characters like @ : / % must be percent-encoded).`],
        cause,
      );
    case '28000':
      return new StartRefusal(
        `The database at ${server} does not let role "${role}" in: ${textOf(error)}.`,
        [`Create the role, or allow it in pg_hba.conf; or correct the user in ${setting}.`],
        cause,
      );
    case '3D000':
      return new StartRefusal(
        `There is no database "${decodeURIComponent(pathname.slice(1))}" at ${server}.`,
        [
          `Create it (create database … owner lastmile_owner; see docs/operating.md), or correct its name in ${setting}.`,
        ],
        cause,
      );
    case '42501':
      return new StartRefusal(
        `Role "${role}" may not connect to the database: ${textOf(error)}.`,
        [`Grant it: grant connect on database … to ${role}.`],
        cause,
      );
    case '08P01':
      return new StartRefusal(
        `Between here and the database at ${server} stands a pooler that does not let this connection through: ${textOf(error)}.`,
        [`Let ${setting} point at PostgreSQL itself. Lastmile pools its connections by itself.`],
        cause,
      );
    case '53300':
      return new StartRefusal(
        `The database at ${server} takes no more connections: ${textOf(error)}.`,
        ['Raise max_connections there, or end sessions that are not needed.'],
        cause,
      );
    default:
      return new StartRefusal(
        `The database at ${server} can't be reached: ${textOf(error)}.`,
        [`Start PostgreSQL there, open the way to it (network, firewall), or correct host and port in ${setting}.`],
        cause,
      );
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A name with several addresses fails with an AggregateError that has no message of its own. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(textOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
