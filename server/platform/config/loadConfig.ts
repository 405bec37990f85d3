import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { StartRefusal } from '../process/startRefusal.ts';
import type { Config } from './config.ts';
import { type Settings, settingNotes, settings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws StartRefusal that names every wrong setting at once. Values of secrets are not repeated in it. */
export function loadConfig(environment: Environment = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  // The one setting that means something when it is empty, as compose files write "none".
  if (environment['LASTMILE_HTTPS_PORT'] === '') given['LASTMILE_HTTPS_PORT'] = 'off';
  const parsed = settings.safeParse(given);
  const problems = [
    ...misspelled(given),
    ...(parsed.success ? conflicts(parsed.data) : issuesOf(parsed.error.issues, given)),
  ];
  if (problems.length > 0 || !parsed.success) {
    const count = problems.length === 1 ? 'one setting is' : `${problems.length} settings are`;
    throw new StartRefusal([`${count} wrong.`, ...problems.map((problem) => `  - ${problem}`)].join('\n'), [
      'Correct or remove them from the environment; npm start -- --help lists all settings.',
    ]);
  }
  return toConfig(parsed.data);
}

function toConfig(given: Settings): Config {
  return {
    http: {
      host: given.LASTMILE_HTTP_HOST ?? '127.0.0.1',
      port: given.LASTMILE_HTTP_PORT ?? 3000,
      publicUrl: given.LASTMILE_PUBLIC_URL,
      trustedProxies: given.LASTMILE_TRUSTED_PROXIES ?? [],
    },
    https: httpsOf(given),
    tls:
      given.LASTMILE_TLS_CERT === undefined || given.LASTMILE_TLS_KEY === undefined
        ? undefined
        : { certificateFile: resolve(given.LASTMILE_TLS_CERT), keyFile: resolve(given.LASTMILE_TLS_KEY) },
    secretKeys: given.LASTMILE_SECRET_KEYS,
    dataDir: resolve(given.LASTMILE_DATA_DIR ?? '.data'),
    database:
      given.DATABASE_URL === undefined
        ? { kind: 'embedded' }
        : { kind: 'external', url: given.DATABASE_URL, ownerUrl: given.LASTMILE_OWNER_DATABASE_URL },
    lab: { on: labIsOn(given), port: given.LASTMILE_LAB_PORT ?? 3900, nasPort: given.LASTMILE_LAB_NAS_PORT ?? 18_728 },
    syslog: { host: given.LASTMILE_SYSLOG_HOST ?? '127.0.0.1', port: given.LASTMILE_SYSLOG_PORT ?? 5514 },
    routers: {
      facingAddresses: given.LASTMILE_ROUTER_FACING_ADDRESSES ?? (labIsOn(given) ? ['127.0.0.1'] : []),
      ntpServers: given.LASTMILE_NTP_SERVERS ?? ['0.pool.ntp.org', '1.pool.ntp.org'],
      authenticationPort: given.LASTMILE_RADIUS_AUTH_PORT ?? 1812,
      accountingPort: given.LASTMILE_RADIUS_ACCT_PORT ?? 1813,
      incomingPort: given.LASTMILE_RADIUS_COA_PORT ?? 3799,
      portalPort: given.LASTMILE_PORTAL_PORT ?? 8091,
    },
    radius: {
      on: given.LASTMILE_RADIUS ?? true,
      addresses: given.LASTMILE_RADIUS_ADDRESSES ?? ['0.0.0.0', '::'],
      stays: given.LASTMILE_RADIUS_STAYS ?? false,
    },
    mail:
      given.LASTMILE_SMTP_URL === undefined || given.LASTMILE_MAIL_FROM === undefined
        ? undefined
        : { url: given.LASTMILE_SMTP_URL, from: given.LASTMILE_MAIL_FROM },
    privateTargets: given.LASTMILE_PRIVATE_TARGETS ?? [],
    heartbeat: { url: given.LASTMILE_HEARTBEAT_URL, everyMs: (given.LASTMILE_HEARTBEAT_SECONDS ?? 60) * 1_000 },
    nodeName: given.LASTMILE_NODE_NAME ?? hostname(),
    commandRetentionDays: given.LASTMILE_COMMAND_RETENTION_DAYS ?? 90,
    metricsToken: given.LASTMILE_METRICS_TOKEN,
    log: {
      level: given.LASTMILE_LOG_LEVEL ?? 'info',
      format: given.LASTMILE_LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json'),
    },
  };
}

function labIsOn(given: Settings): boolean {
  return given.LASTMILE_LAB ?? given.DATABASE_URL === undefined;
}

function httpsOf(given: Settings): Config['https'] {
  const byDefault = labIsOn(given) || given.LASTMILE_TLS_CERT !== undefined ? 3443 : undefined;
  const port = 'LASTMILE_HTTPS_PORT' in given ? given.LASTMILE_HTTPS_PORT : byDefault;
  if (port === undefined) return undefined;
  return { host: given.LASTMILE_HTTPS_HOST ?? given.LASTMILE_HTTP_HOST ?? '127.0.0.1', port };
}

function issuesOf(issues: readonly { path: PropertyKey[]; message: string }[], given: Environment): readonly string[] {
  const first = new Map(issues.toReversed().map((issue) => [String(issue.path[0]), issue.message]));
  return [...first].toReversed().map(([name, message]) => `${name}${shown(name, given)} ${message}`);
}

function shown(name: string, given: Environment): string {
  const schema = settings.shape[name as keyof typeof settings.shape];
  return settingNotes.get(schema)?.secret === true ? '' : `=${given[name] ?? ''}`;
}

/** A misspelled setting would be ignored without a word otherwise. */
function misspelled(given: Environment): readonly string[] {
  const known = Object.keys(settings.shape);
  return Object.keys(given)
    .filter((name) => name.startsWith('LASTMILE_') && !known.includes(name))
    .map((name) => {
      const near = known.find((candidate) => distance(candidate, name) <= 3);
      return `${name} is not a setting${near === undefined ? '' : `; did you mean ${near}?`}`;
    });
}

function conflicts(given: Settings): readonly string[] {
  const found: string[] = [];
  if (given.LASTMILE_OWNER_DATABASE_URL !== undefined && given.DATABASE_URL === undefined) {
    found.push('LASTMILE_OWNER_DATABASE_URL is set without DATABASE_URL; set both or neither');
  }
  if ((given.LASTMILE_TLS_CERT === undefined) !== (given.LASTMILE_TLS_KEY === undefined)) {
    found.push('LASTMILE_TLS_CERT and LASTMILE_TLS_KEY belong together; set both or neither');
  }
  if ((given.LASTMILE_SMTP_URL === undefined) !== (given.LASTMILE_MAIL_FROM === undefined)) {
    found.push('LASTMILE_SMTP_URL and LASTMILE_MAIL_FROM belong together; set both or neither');
  }
  if (given.LASTMILE_SMTP_URL !== undefined && given.LASTMILE_PUBLIC_URL === undefined) {
    found.push('LASTMILE_SMTP_URL needs LASTMILE_PUBLIC_URL, because mails carry links');
  }
  const config = toConfig(given);
  if (config.https !== undefined && config.tls === undefined && !config.lab.on) {
    found.push('LASTMILE_HTTPS_PORT needs LASTMILE_TLS_CERT and LASTMILE_TLS_KEY');
  }
  const { authenticationPort, accountingPort } = config.routers;
  if (config.radius.on && authenticationPort === accountingPort) {
    found.push(`LASTMILE_RADIUS_ACCT_PORT=${accountingPort} is also the port of LASTMILE_RADIUS_AUTH_PORT`);
  }
  const ports = [
    ['LASTMILE_HTTP_PORT', config.http.port],
    ...(config.https ? [['LASTMILE_HTTPS_PORT', config.https.port] as const] : []),
    ['LASTMILE_SYSLOG_PORT', config.syslog.port],
    ...(config.radius.on ? [['LASTMILE_PORTAL_PORT', config.routers.portalPort] as const] : []),
    ...(config.lab.on ? [['LASTMILE_LAB_PORT', config.lab.port] as const] : []),
  ] as const;
  for (const [index, [name, port]] of ports.entries()) {
    const other = ports.slice(0, index).find(([, taken]) => taken === port && port !== 0);
    if (other !== undefined) found.push(`${name}=${port} is also the port of ${other[0]}`);
  }
  return found;
}

/** Levenshtein distance. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of one.split('').entries()) {
    const next = [i + 1];
    for (const [j, candidate] of other.split('').entries()) {
      const replaced = (row[j] ?? 0) + (letter === candidate ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
