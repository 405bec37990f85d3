/** Stands in for the RADIUS process where only its coming and going is the subject: it listens on no port. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { loadConfig } from '#server/platform/config/loadConfig.ts';
import { StartRefusal } from '#server/platform/process/startRefusal.ts';
import { CONTROL_PROTOCOL } from '#server/radius/control/controlMessage.ts';
import { prepareControlPlace } from '#server/radius/control/controlPlace.ts';
import { ControlServer } from '#server/radius/control/controlServer.ts';
import type { RadiusStats } from '#server/radius/control/radiusStats.ts';
import { takeFolder } from '#server/radius/control/takeFolder.ts';

const config = loadConfig();
const build = process.argv[process.argv.indexOf('--build') + 1] ?? '';
const place = prepareControlPlace(config.dataDir);
const onTrouble = (what: string): void => void process.stderr.write(`${what}\n`);
if (existsSync(join(config.dataDir, 'refuse'))) {
  const refusal = new StartRefusal('Port 1812 on 0.0.0.0 (RADIUS) is in use by another program.', ['Stop it.']);
  process.stderr.write(`${refusal.toText()}\n`);
  process.exit(1);
}
const stats: RadiusStats = {
  ...{ at: 0, uptimeMs: 0, duplicates: 0, sessions: 0, subscriptions: 0, memoryBytes: 0, projectionBytes: 0 },
  requests: { authentication: 0, accounting: 0, status: 0 },
  answers: { accept: 0, reject: 0, challenge: 0, accounting: 0 },
  ...{ rejects: {}, drops: {}, pools: [], nas: [], strangers: [] },
  journal: { freeBytes: 0, writtenBytes: 0, full: false },
};
const lock = await takeFolder({ ...place, build, clock: systemClock, onTrouble });
const server = new ControlServer({
  ...place,
  clock: systemClock,
  hello: () => ({
    say: 'hello',
    protocol: CONTROL_PROTOCOL,
    build,
    pid: process.pid,
    startedAt: Date.now(),
    authenticationPort: config.routers.authenticationPort,
    accountingPort: config.routers.accountingPort,
    journal: 'none',
    positions: {},
  }),
  onMessage(message) {
    if (message.say === 'position') server.send(message);
    if (message.say === 'stop') void stop();
  },
  onMain: () => undefined,
  onTrouble: () => undefined,
});
await server.start();
setInterval(() => server.send({ say: 'stats', stats }), 20);

async function stop(): Promise<void> {
  await server.stop();
  await lock[Symbol.asyncDispose]();
  process.exit(0);
}
