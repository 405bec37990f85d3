import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freeLoopbackPort } from '#server/platform/postgres/freeLoopbackPort.ts';
import { type BenchPorts, type BenchProduct, startBenchProduct } from './benchProduct.ts';
import { measureRadius } from './measureRadius.ts';
import { prepareSubscriptions, preparedLogin } from './prepareSubscriptions.ts';

const SECRET = 'testing123';

/**
 * `npm run bench -- radius [--serve] [--json] [--users=100000] [--runs=5] [--seconds=5]`: authentication and durable
 * accounting of the whole product, with FreeRADIUS beside it where it is installed. `--serve` prepares the same and stays
 * up for a load tool from outside.
 */
export async function benchRadius(report: (line: string) => void): Promise<object> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      serve: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      users: { type: 'string', default: '100000' },
      runs: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
    },
  });
  const users = Number(values.users);
  using folder = dataFolder();
  report(`preparing ${users} subscriptions in ${folder.path} …`);
  await prepareSubscriptions(folder.path, { count: users, secret: SECRET }, report);
  report('starting Lastmile …');
  const ports = await benchPorts(values.serve);
  const options = { dataDir: folder.path, ports, users, secret: SECRET, console: values.serve };
  await using product = await startBenchProduct(options);
  report(`every user is let in ${product.startMs} ms after the start`);
  if (values.serve) return await serve(product, users);
  return await measureRadius({
    ...{ product, users, secret: SECRET, dataDir: folder.path, report },
    runs: Number(values.runs),
    seconds: Number(values.seconds),
  });
}

/** LASTMILE_DATA_DIR, which stays; else one that is gone afterwards. */
function dataFolder(): Disposable & { readonly path: string } {
  const own = process.env['LASTMILE_DATA_DIR'] ?? '';
  if (own !== '') return { path: own, [Symbol.dispose]: () => undefined };
  const path = mkdtempSync(join(tmpdir(), 'lastmile-bench-radius-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Those of the settings; without, the usual ones to be found at, and free ones to be measured at. */
async function benchPorts(isToBeFound: boolean): Promise<BenchPorts> {
  const port = async (name: string, usual: number): Promise<number> => {
    const given = process.env[name] ?? '';
    if (given !== '') return Number(given);
    return isToBeFound ? usual : await freeLoopbackPort(process.pid + usual);
  };
  return {
    http: await port('LASTMILE_HTTP_PORT', 3_000),
    authentication: await port('LASTMILE_RADIUS_AUTH_PORT', 1_812),
    accounting: await port('LASTMILE_RADIUS_ACCT_PORT', 1_813),
  };
}

async function serve({ ports, ended }: BenchProduct, users: number): Promise<object> {
  const last = String(users - 1).padStart(6, '0');
  process.stdout.write(
    [
      '',
      `  RADIUS authentication  127.0.0.1:${ports.authentication}`,
      `  RADIUS accounting      127.0.0.1:${ports.accounting}`,
      `  secret                 ${SECRET}`,
      `  users                  user000000 … user${last}, passwords pass000000 … pass${last}`,
      `  console                http://127.0.0.1:${ports.http}   ${preparedLogin.email}  ${preparedLogin.password}`,
      '',
      '  Ctrl-C ends it.',
      '',
      '',
    ].join('\n'),
  );
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  await Promise.race([asked, ended]);
  return {};
}
