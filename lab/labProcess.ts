import { parseArgs } from 'node:util';
import { z } from 'zod';
import { alarmControls } from './alarmSource/alarmControls.ts';
import { AlarmNetwork } from './alarmSource/alarmNetwork.ts';
import { ControlServer } from './controlServer.ts';
import { realClock } from './labClock.ts';
import { demoLines } from './nas/demoLines.ts';
import { generateLines } from './nas/generatedLines.ts';
import { nasControls } from './nas/nasControls.ts';
import { NasNetwork } from './nas/nasNetwork.ts';
import { radiusControls } from './nas/radiusControls.ts';
import { subscriberControls } from './nas/subscriberControls.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const Settings = z.object({
  'control-port': port.default(3900),
  'syslog-host': z.string().default('127.0.0.1'),
  'syslog-port': port.default(5514),
  seed: z.coerce.number().int().default(1),
  'alarms-per-minute': z.coerce.number().min(0).max(6000).default(6),
  'heartbeat-ms': z.coerce.number().int().min(100).default(30_000),
  'nas-api-port': port.default(18_728),
  'nas-api-tls-port': port.default(18_729),
  'nas-incoming-port': port.default(3799),
  'nas-subscribers': z.enum(['demo', 'none']).default('demo'),
  'nas-generated': z.coerce.number().int().min(0).max(200_000).default(0),
  'nas-extra': z.coerce.number().int().min(0).max(2000).default(0),
});
type Settings = z.infer<typeof Settings>;

const PARENT_CHECK_MS = 500;
/** As the benchmark of RADIUS names its subscriptions. */
const GENERATED = {
  first: 0,
  prefix: 'user',
  passwordPrefix: 'pass',
  digits: 6,
  access: 'pppoe',
  behaviour: 'stays',
} as const;

/**
 * Runs the simulated network until SIGTERM, SIGINT, or until the process that started it is gone. Writes one line of JSON
 * `{"controlPort":…}` when it is ready. Exits with 2 for wrong settings, with 1 when it can't start.
 */
export async function runLabProcess(): Promise<void> {
  const settings = Settings.safeParse(given());
  if (!settings.success) {
    process.stderr.write(`lab: ${z.prettifyError(settings.error)}\n`);
    process.exit(2);
  }
  const network = networkOf(settings.data);
  const routers = routersOf(settings.data);
  const control = new ControlServer({
    ...alarmControls(network),
    ...nasControls(routers),
    ...radiusControls(routers),
    ...subscriberControls(routers),
  });
  endWithParent(() => {
    network.stop();
    routers.stop();
    void control.stop().then(() => process.exit(0));
  });
  try {
    await routers.start();
    await routers.setExtra(settings.data['nas-extra']);
    generateLines(
      routers.routers.map(({ device }) => device.router),
      { ...GENERATED, count: settings.data['nas-generated'] },
    );
    const controlPort = await control.start(settings.data['control-port']);
    network.start();
    process.stdout.write(`${JSON.stringify({ controlPort })}\n`);
  } catch (error) {
    process.stderr.write(`lab: ${error instanceof Error ? error.message : 'can not start'}\n`);
    process.exit(1);
  }
}

/** Arguments, and for what is not among them the environment in the product's own terms. */
function given(): Record<string, string | undefined> {
  const options = Object.fromEntries(Object.keys(Settings.shape).map((name) => [name, { type: 'string' as const }]));
  const { LASTMILE_LAB_PORT, LASTMILE_SYSLOG_HOST, LASTMILE_SYSLOG_PORT, LASTMILE_LAB_NAS_PORT } = process.env;
  return {
    'control-port': LASTMILE_LAB_PORT,
    'syslog-host': LASTMILE_SYSLOG_HOST,
    'syslog-port': LASTMILE_SYSLOG_PORT,
    'nas-api-port': LASTMILE_LAB_NAS_PORT,
    'nas-api-tls-port': portAfter(LASTMILE_LAB_NAS_PORT),
    ...parseArgs({ options }).values,
  };
}

function networkOf(settings: Settings): AlarmNetwork {
  return new AlarmNetwork({
    collector: { host: settings['syslog-host'], port: settings['syslog-port'] },
    seed: settings.seed,
    clock: realClock,
    alarmsPerMinute: settings['alarms-per-minute'],
    heartbeatMs: settings['heartbeat-ms'],
  });
}

function routersOf(settings: Settings): NasNetwork {
  return new NasNetwork({
    seed: settings.seed,
    clock: realClock,
    apiPort: settings['nas-api-port'],
    apiTlsPort: settings['nas-api-tls-port'],
    incomingPort: settings['nas-incoming-port'],
    ...(settings['nas-subscribers'] === 'demo' && { lines: demoLines() }),
  });
}

/** TLS next door; where the system chooses one, it chooses both. */
const portAfter = (given: string | undefined): string | undefined =>
  given === undefined || given === '0' ? given : String(Number(given) + 1);

function endWithParent(end: () => void): void {
  let ending = false;
  const once = (): void => {
    if (ending) return;
    ending = true;
    clearInterval(watch);
    end();
  };
  const parent = process.ppid;
  // An orphan is given to another process: the number of its parent changes. Kept for parents without a channel.
  const watch = setInterval(() => {
    if (process.ppid !== parent) once();
  }, PARENT_CHECK_MS);
  process.on('SIGTERM', once);
  process.on('SIGINT', once);
  process.on('disconnect', once);
}
