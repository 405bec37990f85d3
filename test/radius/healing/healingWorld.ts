import { join } from 'node:path';
import { expect } from 'vitest';
import { policies } from '#lab/nas/mikrotik/menu.ts';
import type { SubscriberLine } from '#lab/nas/mikrotik/radius/subscriberLine.ts';
import type { NasWire } from '#server/nas/vendors/nasDriver.ts';
import { startRouter } from '../../lab/labRouter.ts';
import { watchRouter } from '../../nas/watchedRouters.ts';
import { skippingClock } from '../../support/skippingClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { ann, bob, runningRadius, secret } from '../process/runningRadius.ts';
import { JournalOfTest } from './journalOfTest.ts';

const admin = { name: 'admin', rights: new Set<string>(policies), via: 'test' };
/** Longer than the process waits for a session that is to report every five minutes. */
export const SILENCE_MS = 20 * 60_000;

const line = (username: string, last: number, access: SubscriberLine['access'] = 'pppoe'): SubscriberLine => ({
  ...{ username, password: 'hello', access, behaviour: 'manual' },
  mac: `D8:32:14:62:F2:0${last}`,
});
const lines = [line('bob', 1), line('ann', 2), line('guest', 3, 'hotspot'), line('guest2', 4, 'hotspot')];
const known = [
  bob,
  ann,
  { ...ann, subscriptionId: '019a0000-0000-7000-8000-0000000000bb', username: 'guest' },
  { ...ann, subscriptionId: '019a0000-0000-7000-8000-0000000000cc', username: 'guest2' },
];

/** A router with subscribers, and the product's RADIUS server, by a clock of its own. */
export async function healingWorld() {
  await using starting = new AsyncDisposableStack();
  const stack = new AsyncDisposableStack();
  starting.use(stack);
  const folder = stack.use(temporaryFolder());
  const clock = skippingClock();
  const radius = stack.use(
    await runningRadius({ policies: known, nas: { readsBack: true } }, { clock, folder: folder.path }),
  );
  const lab = stack.use(await startRouter('7.20.6', 'RB4011', 2));
  const { router } = lab.nas.device;
  const run = (menu: string, verb: string, args: Record<string, string>): void =>
    void router.run(menu, verb, args, admin);
  run('/radius', 'add', {
    ...{ address: '127.0.0.1', service: 'ppp,hotspot', secret },
    'authentication-port': String(radius.ports.authentication),
    'accounting-port': String(radius.ports.accounting),
  });
  run('/ppp/aaa', 'set', { 'use-radius': 'yes', 'interim-update': '5m' });
  run('/ip/hotspot/profile', 'set', { numbers: 'hs-profile', 'use-radius': 'yes' });
  router.lines.add(lines);
  const states = [...router.lines.states];
  for (const state of states) router.lines.dial(state);
  await expect.poll(() => states.map(({ phase }) => phase)).toEqual(lines.map(() => 'online'));
  await expect.poll(() => radius.process.stats().sessions).toBe(lines.length);

  const ids = new Map(states.map(({ line: { username }, session }) => [session!.login.number.id, username]));
  const journal = new JournalOfTest(join(folder.path, 'radius', 'journal'), states);
  const connect = async (): Promise<NasWire> => {
    const watched = watchRouter('NAS-TEST', {
      ...{ host: lab.api.host, port: lab.api.port, security: 'plain', fingerprint: undefined },
      ...{ username: lab.nas.user, password: lab.nas.password },
    });
    stack.defer(() => watched.stop());
    await expect.poll(() => watched.channel.isConnected).toBe(true);
    return watched.channel.wire('polls');
  };
  starting.move();
  return {
    ...{ stack, clock, radius, router, journal, ids, connect, journalFolder: join(folder.path, 'radius', 'journal') },
    of: (username: string) => states.find((state) => state.line.username === username)!,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
