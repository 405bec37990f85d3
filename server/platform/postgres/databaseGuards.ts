import type pg from 'pg';
import { roleUrl } from '../db/connectionUrl.ts';
import { readMigrationFiles } from '../db/migrationFile.ts';
import { StartRefusal } from '../process/startRefusal.ts';
import { connectForStart } from './databaseConnection.ts';
import { readMigrationRecord } from './migrationRecordStore.ts';
import { notificationsArrive } from './notificationProbeStore.ts';
import { currentRole, readServerRole, type ServerRoleFacts } from './serverRoleStore.ts';

const oldestVersion = 150_000;
const notificationWithinMs = 5_000;

/** Checks before the migrations: both URLs reach a PostgreSQL that is new enough. Throws StartRefusal. */
export async function requireReachableDatabase(urls: {
  readonly url: string;
  readonly ownerUrl: string | undefined;
}): Promise<void> {
  const given = [['DATABASE_URL', urls.url] as const, ['LASTMILE_OWNER_DATABASE_URL', urls.ownerUrl] as const];
  for (const [setting, url] of given) {
    if (url === undefined) continue;
    const client = await connectForStart(url, setting);
    try {
      requireVersion(await readServerRole(client));
    } finally {
      await client.end();
    }
  }
}

/**
 * Checks after the migrations, against the mistakes that would show only when it is too late: a login role that row
 * security doesn't bind, a pooler that loses notifications, a schema that is not this release's. Throws StartRefusal.
 */
export async function requireSafeDatabase(url: string, migrationsDirectory: string): Promise<void> {
  const client = await connectForStart(url, 'DATABASE_URL');
  try {
    const facts = await readServerRole(client);
    requireVersion(facts);
    requireBoundRole(facts);
    if (facts.absent.length > 0) throw migrationsMissing('none has run');
    requireMembership(facts);
    await requireMigrated(client, migrationsDirectory);
    await requireNotifications(client, url);
    await requireConnectionOptions(url);
  } finally {
    await client.end();
  }
}

function requireVersion({ version }: ServerRoleFacts): void {
  if (version >= oldestVersion) return;
  throw new StartRefusal(`The database runs PostgreSQL ${Math.floor(version / 10_000)}; Lastmile needs 15 or newer.`, [
    'Upgrade the server, or point DATABASE_URL at a newer one.',
  ]);
}

const safeRole = [
  'Use a login role that owns nothing:',
  '  create role lastmile_server login noinherit password …;',
  '  grant lastmile_app, lastmile_system to lastmile_server;',
  'and put it into DATABASE_URL. The owner goes into LASTMILE_OWNER_DATABASE_URL.',
].join('\n              ');

function requireBoundRole(facts: ServerRoleFacts): void {
  const [strongest] = facts.unbound;
  if (strongest !== undefined) {
    const how =
      strongest === facts.role
        ? 'is a superuser or has BYPASSRLS'
        : `can become "${strongest}", which is a superuser or has BYPASSRLS`;
    throw new StartRefusal(
      `The role "${facts.role}" of DATABASE_URL ${how}: the walls between companies would not hold.`,
      [safeRole],
    );
  }
  if (facts.owned.length > 0) {
    throw new StartRefusal(
      `The role "${facts.role}" of DATABASE_URL owns tables, or is a member of their owner (${facts.owned.join(', ')}): it could switch off the walls between companies.`,
      [safeRole],
    );
  }
}

function requireMembership(facts: ServerRoleFacts): void {
  if (facts.lacking.length === 0) return;
  throw new StartRefusal(
    `The role "${facts.role}" of DATABASE_URL is not a member of ${facts.lacking.join(' and ')}.`,
    [`Grant it as the owner of the database: grant ${facts.lacking.join(', ')} to ${facts.role};`],
  );
}

async function requireMigrated(client: pg.Client, directory: string): Promise<void> {
  const files = (await readMigrationFiles(directory)).map((file) => file.name);
  const record = await readMigrationRecord(client);
  const ran = new Set(record?.map((entry) => entry.name));
  const missing = files.filter((name) => !ran.has(name));
  if (missing.length > 0)
    throw migrationsMissing(record === undefined ? 'none has run' : `not run yet: ${missing.join(', ')}`);
  const newer = record?.find((entry) => !files.includes(entry.name) && entry.previousRelease !== 'ok');
  if (newer === undefined) return;
  throw new StartRefusal(
    `The database was migrated by a newer release (${newer.name}) that this one can't work beside.`,
    ['Start that release or a newer one.'],
  );
}

function migrationsMissing(which: string): StartRefusal {
  return new StartRefusal(`The database lacks migrations of this release (${which}).`, [
    'Set LASTMILE_OWNER_DATABASE_URL, the same database as its owner: the start runs them and closes that connection.',
  ]);
}

const withoutPooler = ['Let DATABASE_URL point at PostgreSQL itself. Lastmile pools its connections by itself.'];

async function requireNotifications(client: pg.Client, url: string): Promise<void> {
  const sender = await connectForStart(url, 'DATABASE_URL');
  try {
    if (await notificationsArrive(client, sender, notificationWithinMs)) return;
  } finally {
    await sender.end();
  }
  throw new StartRefusal(
    'DATABASE_URL leads through a pooler that loses notifications (LISTEN), as transaction pooling does.',
    withoutPooler,
  );
}

/** The server's connections take their role by an option of the connection; a pooler may drop or refuse options. */
async function requireConnectionOptions(url: string): Promise<void> {
  const client = await connectForStart(roleUrl(url, 'lastmile_system', 'lastmile start'), 'DATABASE_URL');
  try {
    if ((await currentRole(client)) === 'lastmile_system') return;
  } finally {
    await client.end();
  }
  throw new StartRefusal(
    'DATABASE_URL leads through a pooler that drops the options of connections: they would not take their role.',
    withoutPooler,
  );
}
