import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadDefaults } from '../../bench/radius/loadOptions.ts';
import { prepareSubscriptions } from '../../bench/radius/prepareSubscriptions.ts';
import { type LoadFigures, runRadiusLoad } from '../../bench/radius/radiusLoad.ts';
import { untilLoaded } from '../../bench/radius/untilLoaded.ts';
import type { Launched } from '../../support/launch.ts';
import { readPid } from '../../support/readPid.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { radiusSettings, startServing, untilServed } from './servingProduct.ts';
import { compareFacts, type FactsComparison } from './storedFacts.ts';

export const victims = ['main', 'radius', 'postgres'] as const;
export type Victim = (typeof victims)[number];

export interface KillRounds {
  /** Each so often, in turn. */
  readonly rounds: number;
  readonly perSecond: number;
  readonly seed: number;
  readonly report: (line: string) => void;
}

export interface KillOutcome extends FactsComparison {
  readonly load: LoadFigures;
  readonly kills: number;
}

const USERS = 1_000;
const SECRET = 'testing123';
const RETRANSMIT_MS = 300;

/**
 * Reports of sessions at a steady rate, sent again until they are answered, while the server, the RADIUS process and the
 * database are killed in turn; compared at the end is what the router was told with what is stored.
 */
export async function killRadiusRounds({ rounds, perSecond, seed, report }: KillRounds): Promise<KillOutcome> {
  using folder = temporaryFolder();
  const dataDir = folder.path;
  const [acked, sent] = [join(dataDir, 'acked.txt'), join(dataDir, 'sent.txt')];
  await prepareSubscriptions(dataDir, { count: USERS, secret: SECRET }, report);
  const env = await radiusSettings(dataDir);
  const random = seededRandom(seed);
  let product = await startServing(env);
  const port = Number(env['LASTMILE_RADIUS_ACCT_PORT']);
  await untilServed(port, SECRET, { acked, sent });
  const running = new AbortController();
  const load = runRadiusLoad({
    ...loadDefaults,
    ...{ mode: 'acct', port, users: USERS, secret: SECRET, acked, sent, retransmitMs: RETRANSMIT_MS },
    rate: perSecond,
    timeoutMs: 120_000,
    seconds: 3_600,
    signal: running.signal,
  });
  try {
    for (let kill = 0; kill < rounds * victims.length; kill += 1) {
      await pause(500 + random() * 1_500);
      const victim = victims[kill % victims.length]!;
      const began = performance.now();
      product = await killed(victim, product, dataDir, env);
      report(`${victim} killed; ${Math.round(performance.now() - began)} ms until it was back`);
    }
    await pause(1_000);
  } finally {
    running.abort();
  }
  const figures = await load;
  try {
    await untilLoaded(dataDir);
    return { ...(await compareFacts(dataDir, acked, sent)), load: figures, kills: rounds * victims.length };
  } finally {
    await product[Symbol.asyncDispose]();
  }
}

async function killed(
  victim: Victim,
  product: Launched,
  dataDir: string,
  env: Readonly<Record<string, string>>,
): Promise<Launched> {
  if (victim === 'main') {
    product.child.kill('SIGKILL');
    await product.exited;
    return await startServing(env);
  }
  const file = join(dataDir, victim === 'radius' ? 'radius/radius.pid' : 'pg/postmaster.pid');
  const pid = await anotherPid(file, undefined);
  process.kill(pid, 'SIGKILL');
  await anotherPid(file, pid);
  return product;
}

/** Between two runs there is none. */
async function anotherPid(file: string, than: number | undefined): Promise<number> {
  for (;;) {
    const pid = readPid(file);
    if (pid !== undefined && pid !== than) return pid;
    await pause(20);
  }
}
