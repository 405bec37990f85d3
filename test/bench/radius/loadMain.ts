import { parseArgs } from 'node:util';
import { comesFirst } from '#server/radius/process/comesFirst.ts';
import { type LoadMode, loadDefaults } from './loadOptions.ts';
import { runRadiusLoad } from './radiusLoad.ts';

const modes: readonly string[] = ['pap', 'chap', 'mschapv2', 'acct'] satisfies readonly LoadMode[];

/** A RADIUS load of its own process: `node test/bench/radius/loadMain.ts --mode acct --port 1813 --seconds 5 --json`. */
const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'pap' },
    host: { type: 'string', default: loadDefaults.host },
    port: { type: 'string' },
    secret: { type: 'string', default: loadDefaults.secret },
    users: { type: 'string', default: String(loadDefaults.users) },
    prefix: { type: 'string', default: loadDefaults.prefix },
    window: { type: 'string', default: String(loadDefaults.window) },
    sockets: { type: 'string', default: String(loadDefaults.sockets) },
    seconds: { type: 'string', default: String(loadDefaults.seconds) },
    rate: { type: 'string', default: '0' },
    'warm-up': { type: 'string', default: '0' },
    retransmit: { type: 'string', default: '0' },
    timeout: { type: 'string', default: String(loadDefaults.timeoutMs) },
    ma: { type: 'boolean', default: false },
    acked: { type: 'string' },
    sent: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

if (!modes.includes(values.mode)) {
  process.stderr.write(`--mode must be one of ${modes.join(', ')}\n`);
  process.exit(2);
}
const mode = values.mode as LoadMode;
// Routers have processors of their own: what they wait for is the server, and not this tool's turn.
if (Number(values.rate) > 0) comesFirst();
const figures = await runRadiusLoad({
  mode,
  host: values.host,
  port: Number(values.port ?? (mode === 'acct' ? 1813 : 1812)),
  secret: values.secret,
  users: Number(values.users),
  prefix: values.prefix,
  window: Number(values.window),
  sockets: Number(values.sockets),
  seconds: Number(values.seconds),
  rate: Number(values.rate),
  warmUpSeconds: Number(values['warm-up']),
  retransmitMs: Number(values.retransmit),
  timeoutMs: Number(values.timeout),
  messageAuthenticator: values.ma,
  acked: values.acked,
  sent: values.sent,
});
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else for (const [name, value] of Object.entries(figures)) process.stdout.write(`${name.padEnd(20)} ${value}\n`);
