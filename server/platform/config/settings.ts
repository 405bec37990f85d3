import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { z } from 'zod';

/** What `npm start -- --help` says about a setting beside its name. */
export interface SettingNotes {
  readonly about: string;
  /** What values look like, for people. */
  readonly type: string;
  /** What holds when the setting is absent, for people. */
  readonly fallback: string;
  /** Never shown or logged. */
  readonly secret?: boolean;
}

export const settingNotes = z.registry<SettingNotes>();

const whole = (lowest: number, highest: number, unit: string): z.ZodType<number> =>
  z
    .string()
    .regex(/^\d{1,9}$/, { message: `must be ${unit}`, abort: true })
    .transform(Number)
    .refine((value) => value >= lowest && value <= highest, `must be ${unit} from ${lowest} to ${highest}`);
const port = whole(0, 65_535, 'a port number');
const devicePort = whole(1, 65_535, 'a port number');
const listenHost = z.string().regex(/^[\w.:-]+$/, 'must be an address or a host name, without port');
/** `off` as undefined. */
const portOrOff = z.union([z.literal('off').transform(() => undefined), port], 'must be a port number or off');
const secretKeys = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$/, 'must be keys of 32 bytes in base64, separated by commas')
  .transform((text) => text.split(','));
const networks = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine((list) => list.every(isNetwork), 'must be addresses or networks (10.0.0.0/8), separated by commas');
const addresses = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine((list) => list.every((one) => isIP(one) !== 0), 'must be addresses, separated by commas');
const hosts = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine(
    (list) => list.every((one) => /^[\w.:-]{1,253}$/.test(one)),
    'must be host names or addresses, separated by commas',
  );
const onOff = z
  .enum(['1', '0', 'true', 'false', 'on', 'off'], 'must be 1 or 0')
  .transform((value) => value === '1' || value === 'true' || value === 'on');
const postgresUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    abort: true,
    message: 'must look like postgres://user:password@host:5432/database',
  })
  .refine(
    (url) => new URL(url).pathname.length > 1,
    'must name a database: postgres://user:password@host:5432/database',
  );
const baseUrl = z
  .url({ protocol: /^https?$/, abort: true, message: 'must look like https://isp.example.net' })
  .refine((url) => new URL(url).pathname === '/' && new URL(url).search === '', 'must be without path and query')
  .transform((url) => new URL(url).origin);

const smtpUrl = z
  .url({ protocol: /^smtps?$/, abort: true, message: 'must look like smtp://user:password@mail.example.net:587' })
  .refine((url) => new URL(url).hostname !== '', 'must name a host: smtp://mail.example.net:587');
const heartbeatUrl = z.url({ protocol: /^https?$/, message: 'must look like https://watch.example.net/ping/…' });
const mailFrom = z
  .string()
  .regex(/^(?:[^<>@\r\n"]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'must be an address, or Name <address>');

/** Every setting there is, one environment variable each. Absent and empty mean the same. */
export const settings = z.object({
  LASTMILE_HTTP_PORT: port.optional().register(settingNotes, {
    about: 'Port of console, API and live connections. 0 takes any free one.',
    type: 'port',
    fallback: '3000',
  }),
  LASTMILE_HTTP_HOST: listenHost.optional().register(settingNotes, {
    about: 'Address to listen on; 0.0.0.0 or :: for every one of this machine.',
    type: 'address',
    fallback: '127.0.0.1',
  }),
  LASTMILE_HTTPS_PORT: portOrOff.optional().register(settingNotes, {
    about: 'Port of the same over TLS. 0 takes any free one; off (or empty) switches it off.',
    type: 'port or off',
    fallback: '3443 with the lab or with LASTMILE_TLS_CERT, else off',
  }),
  LASTMILE_HTTPS_HOST: listenHost.optional().register(settingNotes, {
    about: 'Address to listen on for TLS.',
    type: 'address',
    fallback: 'as LASTMILE_HTTP_HOST',
  }),
  LASTMILE_TLS_CERT: z.string().optional().register(settingNotes, {
    about: 'Certificate file (PEM, with the chain behind it). Read again when it changes.',
    type: 'file',
    fallback: 'none: with the lab, a certificate of an authority made for this installation',
  }),
  LASTMILE_TLS_KEY: z.string().optional().register(settingNotes, {
    about: 'Private key of that certificate (PEM).',
    type: 'file',
    fallback: 'none',
  }),
  LASTMILE_TRUSTED_PROXIES: networks.optional().register(settingNotes, {
    about: 'Reverse proxies whose X-Forwarded-For, -Proto and -Host are believed.',
    type: 'addresses and networks',
    fallback: 'none: such headers are ignored',
  }),
  LASTMILE_SECRET_KEYS: secretKeys.optional().register(settingNotes, {
    about:
      'Keys under which stored secrets are encrypted, newest first; the same on every node. openssl rand -base64 32',
    type: 'keys',
    fallback: 'keys/secrets.key in the data folder, made at the first start',
    secret: true,
  }),
  LASTMILE_PUBLIC_URL: baseUrl.optional().register(settingNotes, {
    about: 'What people type to reach this installation (behind a proxy, say). Links and origin checks use it.',
    type: 'URL',
    fallback: 'http://<host>:<port>',
  }),
  LASTMILE_DATA_DIR: z.string().optional().register(settingNotes, {
    about: 'Folder for everything this node keeps: the embedded database, journals, keys.',
    type: 'folder',
    fallback: '.data',
  }),
  DATABASE_URL: postgresUrl.optional().register(settingNotes, {
    about: 'PostgreSQL 15 or newer to work on, as the login role that owns nothing. Means production: no demo data.',
    type: 'URL',
    fallback: 'none: an embedded PostgreSQL in the data folder',
    secret: true,
  }),
  LASTMILE_OWNER_DATABASE_URL: postgresUrl.optional().register(settingNotes, {
    about: 'The same database as its owner. Used for migrations at the start, then closed.',
    type: 'URL',
    fallback: 'none: the migrations must have been run before',
    secret: true,
  }),
  LASTMILE_LAB: onOff.optional().register(settingNotes, {
    about: 'Simulated network and demo tenants.',
    type: '1 or 0',
    fallback: '1 without DATABASE_URL, else 0',
  }),
  LASTMILE_LAB_PORT: port.optional().register(settingNotes, {
    about: "Port of the lab's control interface, on loopback.",
    type: 'port',
    fallback: '3900',
  }),
  LASTMILE_LAB_NAS_PORT: port.optional().register(settingNotes, {
    about:
      "Port of the API of the lab's routers, each on its own loopback address; TLS on the next one. 0: any free ones.",
    type: 'port',
    fallback: '18728',
  }),
  LASTMILE_SYSLOG_HOST: listenHost.optional().register(settingNotes, {
    about: 'Address of the alarm listener (syslog over TCP, RFC 6587).',
    type: 'address',
    fallback: '127.0.0.1',
  }),
  LASTMILE_SYSLOG_PORT: port.optional().register(settingNotes, {
    about: 'Port of the alarm listener. 0 takes any free one.',
    type: 'port',
    fallback: '5514',
  }),
  LASTMILE_ROUTER_FACING_ADDRESSES: addresses.optional().register(settingNotes, {
    about: 'Addresses under which routers see this server: their RADIUS server, and who may use their API.',
    type: 'addresses',
    fallback: '127.0.0.1 with the lab, else none: routers cannot be set up from here',
  }),
  LASTMILE_RADIUS: onOff.optional().register(settingNotes, {
    about: 'RADIUS server: a process of its own beside this one.',
    type: '1 or 0',
    fallback: '1',
  }),
  LASTMILE_RADIUS_ADDRESSES: addresses.optional().register(settingNotes, {
    about: 'Addresses of this machine that the RADIUS server listens on.',
    type: 'addresses',
    fallback: '0.0.0.0,:: (all)',
  }),
  LASTMILE_RADIUS_STAYS: onOff.optional().register(settingNotes, {
    about:
      'Whether the RADIUS server goes on serving when Lastmile is stopped in order, until the next start takes it over.',
    type: '1 or 0',
    fallback: '0: it ends with Lastmile (after a crash or kill -9 it always goes on)',
  }),
  LASTMILE_RADIUS_AUTH_PORT: devicePort.optional().register(settingNotes, {
    about: 'Port that routers send RADIUS authentication to.',
    type: 'port',
    fallback: '1812',
  }),
  LASTMILE_RADIUS_ACCT_PORT: devicePort.optional().register(settingNotes, {
    about: 'Port that routers send RADIUS accounting to.',
    type: 'port',
    fallback: '1813',
  }),
  LASTMILE_RADIUS_COA_PORT: devicePort.optional().register(settingNotes, {
    about: 'Port on which routers take changes of running sessions (RFC 5176).',
    type: 'port',
    fallback: '3799',
  }),
  LASTMILE_PORTAL_PORT: devicePort.optional().register(settingNotes, {
    about:
      'Port of the plain page that says how to pay; routers lead those there whose time is over. On the addresses of the RADIUS server.',
    type: 'port',
    fallback: '8091',
  }),
  LASTMILE_NTP_SERVERS: hosts.optional().register(settingNotes, {
    about: 'Time servers that routers are set up with: sessions of a router with a wrong clock are billed wrongly.',
    type: 'host names',
    fallback: '0.pool.ntp.org,1.pool.ntp.org',
  }),
  LASTMILE_SMTP_URL: smtpUrl.optional().register(settingNotes, {
    about:
      'Mail server: smtp://user:password@host:587 (STARTTLS) or smtps://…:465. ?starttls=no for a trusted network.',
    type: 'URL',
    fallback: 'none: links of invitations and resets are handed over by whoever makes them',
    secret: true,
  }),
  LASTMILE_MAIL_FROM: mailFrom.optional().register(settingNotes, {
    about: 'Whom mails come from: noc@isp.example.net or Savanna NOC <noc@isp.example.net>.',
    type: 'address',
    fallback: 'none; needed with LASTMILE_SMTP_URL',
  }),
  LASTMILE_PRIVATE_TARGETS: networks.optional().register(settingNotes, {
    about:
      'Private networks that webhooks and push addresses typed in by people may lead to, e.g. an SMS gateway in the rack.',
    type: 'addresses and networks',
    fallback: 'none: such addresses are refused',
  }),
  LASTMILE_HEARTBEAT_URL: heartbeatUrl.optional().register(settingNotes, {
    about: 'Called while this server is well, so that a service outside alerts when the calls stop.',
    type: 'URL',
    fallback: 'none: nobody outside notices when Lastmile itself is down',
    secret: true,
  }),
  LASTMILE_HEARTBEAT_SECONDS: whole(10, 3_600, 'a number of seconds').optional().register(settingNotes, {
    about: 'How often. The service outside should wait for two or three before it alerts.',
    type: 'seconds',
    fallback: '60',
  }),
  LASTMILE_NODE_NAME: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'must be letters, digits, dots and dashes, at most 63')
    .optional()
    .register(settingNotes, {
      about: 'Name of this node among several; steady over restarts, so that it takes its own devices back at once.',
      type: 'name',
      fallback: `the host name (${hostname()})`,
    }),
  LASTMILE_COMMAND_RETENTION_DAYS: whole(1, 3_650, 'a number of days').optional().register(settingNotes, {
    about: 'How long a repeated command is still recognised and answered as the first time.',
    type: 'days',
    fallback: '90',
  }),
  LASTMILE_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional().register(settingNotes, {
    about: 'Bearer token that /metrics asks for.',
    type: 'text',
    fallback: 'none: /metrics answers requests from this machine alone',
    secret: true,
  }),
  LASTMILE_LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .optional()
    .register(settingNotes, {
      about: 'The least important lines that are still written.',
      type: 'level',
      fallback: 'info',
    }),
  LASTMILE_LOG_FORMAT: z.enum(['pretty', 'json'], 'must be pretty or json').optional().register(settingNotes, {
    about: 'json: one object per line, for collectors. pretty: for a person.',
    type: 'pretty or json',
    fallback: 'pretty on a terminal, else json',
  }),
});

export type Settings = z.infer<typeof settings>;

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
}
