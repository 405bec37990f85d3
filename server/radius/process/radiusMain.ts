import { hostname } from 'node:os';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { Config } from '#server/platform/config/config.ts';
import { loadConfig } from '#server/platform/config/loadConfig.ts';
import { errorFields } from '#server/platform/log/errorFields.ts';
import { createLogger, type Logger } from '#server/platform/log/logger.ts';
import { listenForBugs } from '#server/platform/process/lastResort.ts';
import { StartRefusal } from '#server/platform/process/startRefusal.ts';
import { listenForStop } from '#server/platform/process/stopRequest.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { CONTROL_PROTOCOL } from '../control/controlMessage.ts';
import { prepareControlPlace } from '../control/controlPlace.ts';
import { ControlServer } from '../control/controlServer.ts';
import { takeFolder } from '../control/takeFolder.ts';
import { comesFirst } from './comesFirst.ts';
import { RadiusProcess } from './radiusProcess.ts';
import { tunnelCertificateOf } from './tunnelCertificateOf.ts';

/** Resolves when it was asked to stop, and everything is on the disk. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLogger(config.log);
  comesFirst();
  const stop = Promise.withResolvers<void>();
  listenForStop({
    source: process,
    now: () => performance.now(),
    onStop: () => stop.resolve(),
    onForce: () => process.exit(1),
  });
  const build = process.argv[process.argv.indexOf('--build') + 1] ?? 'unknown';
  await serve(config, log, build, stop);
}

async function serve(config: Config, log: Logger, build: string, stop: PromiseWithResolvers<void>): Promise<void> {
  const place = prepareControlPlace(config.dataDir);
  const control: { server?: ControlServer } = {};
  const trouble = (what: string, error: unknown): void => log.error({ err: errorFields(error) }, what);
  const radius = new RadiusProcess({
    folder: place.folder,
    keyring: loadKeyring(config.dataDir, config.secretKeys),
    addresses: config.radius.addresses,
    authenticationPort: config.routers.authenticationPort,
    accountingPort: config.routers.accountingPort,
    build,
    log,
    clock: systemClock,
    certificate: await tunnelCertificateOf(config, systemClock, trouble),
    serverName: hostname(),
    send: (message) => control.server?.send(message),
    stop: () => stop.resolve(),
    onJournalStuck(error) {
      // Somebody has to be there to start the next one: without main this one goes on without accounting.
      if (!control.server?.connected) return;
      trouble('the journal cannot be written for good; another process is to begin anew', error);
      stop.resolve();
    },
  });
  const known = await radius.read();
  await using held = new AsyncDisposableStack();
  held.use(await takeFolder({ ...place, build, clock: systemClock, onTrouble: trouble }));
  await radius.begin();
  listenForBugs({ source: process, log, drain: () => radius.close(), exit: (code) => process.exit(code) });
  control.server = new ControlServer({
    ...place,
    clock: systemClock,
    hello: () => ({ ...radius.hello(), protocol: CONTROL_PROTOCOL }),
    onMessage: (message) => radius.apply(message),
    givesWay: () => radius.isPressed(),
    onMain(connected) {
      log.info(connected ? 'main is connected' : 'main is gone; serving goes on');
      if (connected) radius.mainIsThere();
    },
    onTrouble: (error) => trouble('a connection from main was closed', error),
  });
  // Nobody is known before main has said who there is: a router that is not answered asks the next server.
  if (known) await radius.listen();
  await control.server.start();
  if (!known) await radius.listen();
  log.info(
    { pid: process.pid, authentication: config.routers.authenticationPort, accounting: config.routers.accountingPort },
    'RADIUS is served',
  );
  await stop.promise;
  await control.server.stop();
  await radius.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof StartRefusal) process.stderr.write(`${error.toText()}\n`);
    else
      process.stderr.write(
        `RADIUS did not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    process.exit(1);
  },
);
