import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Application, createApplication } from './application.ts';
import { systemClock } from './platform/actors/systemClock.ts';
import type { Config } from './platform/config/config.ts';
import { loadConfig } from './platform/config/loadConfig.ts';
import { settingsHelp } from './platform/config/settingsHelp.ts';
import { createDatabase } from './platform/db/database.ts';
import { createLogger, type Logger } from './platform/log/logger.ts';
import { buildClientIfChanged } from './platform/process/clientBuild.ts';
import { giveWayToRadius } from './platform/process/giveWayToRadius.ts';
import { listenForBugs } from './platform/process/lastResort.ts';
import { openDatabase, type OpenDatabase } from './platform/process/openDatabase.ts';
import { prepareStart } from './platform/process/prepareStart.ts';
import { ServiceList } from './platform/process/serviceList.ts';
import { StartRefusal } from './platform/process/startRefusal.ts';
import { listenForStop } from './platform/process/stopRequest.ts';
import { loadKeyring } from './platform/secrets/keyring.ts';
import { createSecrets } from './platform/secrets/secrets.ts';
import { startRadiusEarly } from './radius/supervision/startEarly.ts';
import { demoLoginList } from './tenant/tenantFeature.ts';

const root = join(import.meta.dirname, '..');

/** Resolves to the exit code once everything has stopped. */
async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${settingsHelp()}\n`);
    return 0;
  }
  const config = loadConfig();
  const log = createLogger(config.log);
  const services = new ServiceList({ log });
  const databases: OpenDatabase[] = [];
  const applications: Application[] = [];
  listenForBugs({
    source: process,
    log,
    async drain() {
      for (const application of applications) application.crashing();
      await services.stop();
      for (const database of databases) await database.stop();
    },
    exit: (code) => process.exit(code),
  });
  const stopped = stopRequested(log);
  await using prepared = await prepareStart(config);
  await startRadiusEarly(config, systemClock, log);
  if (config.radius.on) giveWayToRadius();
  // Beside the start of the database: both take their time. Awaited below; until then its failure is not unhandled.
  const { dataDir } = prepared;
  const built = process.argv.includes('--without-client')
    ? Promise.resolve(join(root, 'dist/client'))
    : buildClientIfChanged({ root, dataDir, log });
  built.catch(() => undefined);
  const opened = await openDatabase({ ...config, dataDir }, join(root, 'migrations'), log);
  databases.push(opened);
  try {
    // Asked to stop before it is up: what is up already goes down, the rest is not started.
    let stopping = false;
    void stopped.then(() => {
      stopping = true;
      return services.stop();
    });
    try {
      const application = await start(config, log, opened, services, applications, await built);
      if (!stopping) announce(config, application);
    } catch (error) {
      if (!stopping) throw error;
    }
    await stopped;
    return 0;
  } finally {
    await services.stop();
    await opened.stop();
    log.info('stopped');
  }
}

async function start(
  config: Config,
  log: Logger,
  opened: OpenDatabase,
  services: ServiceList,
  applications: Application[],
  clientDirectory: string,
): Promise<Application> {
  const database = createDatabase({ url: opened.url, log, clock: systemClock });
  const application = createApplication({
    config,
    log,
    clock: systemClock,
    database,
    clientDirectory,
    node: nodeOf(config),
    secrets: createSecrets(loadKeyring(config.dataDir, config.secretKeys)),
    ...(opened.process ? { databaseProcess: opened.process } : {}),
  });
  applications.push(application);
  await services.start(application.services);
  const link = config.lab.on ? undefined : await application.setupLink(urlOf(config));
  if (link !== undefined)
    process.stdout.write(`\n  First start: create your company at\n  ${link}\n  (once, within 24 hours)\n`);
  return application;
}

function stopRequested(log: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  listenForStop({
    source: process,
    now: () => performance.now(),
    onStop(reason) {
      log.info({ reason }, 'stopping in order; once more to force it');
      resolve();
    },
    onForce(reason) {
      log.warn({ reason }, 'forced to stop');
      process.exit(130);
    },
  });
  return promise;
}

/** Two servers on one machine have different data folders, and must not take each other for an earlier run. */
function nodeOf(config: Config): string {
  return `${config.nodeName}/${createHash('sha256').update(config.dataDir).digest('hex').slice(0, 8)}`;
}

function urlOf(config: Config): string {
  const host = config.http.host === '0.0.0.0' || config.http.host === '::' ? 'localhost' : config.http.host;
  return config.http.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${config.http.port}`;
}

function announce(config: Config, application: Application): void {
  const url = urlOf({ ...config, http: { ...config.http, port: application.port() } });
  const lines = ['', `  Lastmile is ready: ${url}`];
  const tlsPort = application.tlsPort();
  if (tlsPort !== undefined) {
    const trust = config.tls === undefined ? `  (devices that shall trust it: install ${url}/ca.crt)` : '';
    lines.push(`  over TLS:          https://localhost:${tlsPort}${trust}`);
  }
  if (config.lab.on) {
    lines.push('', '  Demo logins (they exist only while the lab runs):');
    for (const { tenantName, userName, roleName, email, password } of demoLoginList) {
      lines.push(`    ${email.padEnd(34)} ${password.padEnd(20)} ${userName}, ${roleName} at ${tenantName}`);
    }
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      error instanceof StartRefusal
        ? `\n${error.toText()}\n`
        : `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exit(1);
  },
);
