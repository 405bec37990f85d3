import { join } from 'node:path';
import { z } from 'zod';
import { createApplication } from '#server/application.ts';
import { loadConfig } from '#server/platform/config/loadConfig.ts';
import { createDatabase } from '#server/platform/db/database.ts';
import { createLogger } from '#server/platform/log/logger.ts';
import { openDatabase } from '#server/platform/process/openDatabase.ts';
import { prepareStart } from '#server/platform/process/prepareStart.ts';
import { ServiceList } from '#server/platform/process/serviceList.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { DemoLogin } from '#shared/tenant/session.ts';
import { ownSettings } from './launch.ts';
import { type SkippingClock, skippingClock } from './skippingClock.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const root = join(import.meta.dirname, '../..');

/** The whole product, composed as its command composes it, on a clock that a test moves. */
export interface ClockedProduct extends AsyncDisposable {
  readonly url: string;
  readonly labPort: number;
  readonly clock: SkippingClock;
  logins(): Promise<readonly DemoLogin[]>;
}

export async function startClockedProduct(settings: Readonly<Record<string, string>> = {}): Promise<ClockedProduct> {
  const folder = temporaryFolder();
  await using stack = new AsyncDisposableStack();
  stack.use(folder);
  const config = loadConfig({
    ...(await ownSettings(folder.path)),
    LASTMILE_HTTPS_PORT: 'off',
    LASTMILE_LAB_NAS_PORT: '0',
    ...settings,
  });
  const log = createLogger({ level: 'silent', format: 'json' });
  const prepared = stack.use(await prepareStart(config));
  const opened = await openDatabase({ ...config, dataDir: prepared.dataDir }, join(root, 'migrations'), log);
  stack.defer(() => opened.stop());
  const clock = skippingClock();
  const services = new ServiceList({ log });
  stack.defer(async () => void (await services.stop()));
  const application = createApplication({
    config,
    log,
    clock,
    database: createDatabase({ url: opened.url, log, clock }),
    clientDirectory: join(root, 'dist/client'),
    node: 'clocked',
    secrets: createSecrets(loadKeyring(config.dataDir, config.secretKeys)),
    ...(opened.process ? { databaseProcess: opened.process } : {}),
  });
  await services.start(application.services);
  const url = `http://127.0.0.1:${application.port()}`;
  const running = stack.move();
  return {
    url,
    labPort: config.lab.port,
    clock,
    async logins() {
      return z.array(DemoLogin).parse(await (await fetch(`${url}/api/demo-logins`)).json());
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
