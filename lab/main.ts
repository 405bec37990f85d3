import { parseArgs } from 'node:util';
import { z } from 'zod';
import { alarmControls } from './alarmSource/alarmControls.ts';
import { AlarmNetwork } from './alarmSource/alarmNetwork.ts';
import { ControlServer } from './controlServer.ts';
import { realClock } from './labClock.ts';

/**
 * The simulated network as a process of its own. Writes one line of JSON, `{"controlPort":…}`, when it is ready; ends on
 * SIGTERM or SIGINT, and by itself when the process that started it is gone.
 */
const Settings = z.object({
  'control-port': z.coerce.number().int().min(0).max(65_535).default(3900),
  'syslog-host': z.string().default('127.0.0.1'),
  'syslog-port': z.coerce.number().int().min(1).max(65_535).default(5514),
  seed: z.coerce.number().int().default(1),
  'alarms-per-minute': z.coerce.number().min(0).max(6000).default(6),
  'heartbeat-ms': z.coerce.number().int().min(100).default(30_000),
});

const names = Object.keys(Settings.shape);
const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) });
const settings = Settings.safeParse(values);
if (!settings.success) {
  process.stderr.write(`lab: ${z.prettifyError(settings.error)}\n`);
  process.exit(2);
}

const network = new AlarmNetwork({
  collector: { host: settings.data['syslog-host'], port: settings.data['syslog-port'] },
  seed: settings.data.seed,
  clock: realClock,
  alarmsPerMinute: settings.data['alarms-per-minute'],
  heartbeatMs: settings.data['heartbeat-ms'],
});
const control = new ControlServer(alarmControls(network));

const parent = process.ppid;
const watch = setInterval(() => {
  // An orphan is given to another process: the number of its parent changes.
  if (process.ppid !== parent) end();
}, 500);

function end(): void {
  clearInterval(watch);
  network.stop();
  void control.stop().then(() => process.exit(0));
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('disconnect', end);

try {
  const controlPort = await control.start(settings.data['control-port']);
  network.start();
  process.stdout.write(`${JSON.stringify({ controlPort })}\n`);
} catch (error) {
  process.stderr.write(`lab: ${error instanceof Error ? error.message : 'can not start'}\n`);
  process.exit(1);
}
